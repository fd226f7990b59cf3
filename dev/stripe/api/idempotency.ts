import { type Emulator, unixNow } from '../emulator.ts';
import type { ReplyRecord } from '../records.ts';
import type { FormTree } from './form-encoding.ts';
import { StripeFailure } from './stripe-failure.ts';

const KEY_LIFETIME_SECONDS = 24 * 3_600;

/** A write with an Idempotency-Key. */
export type KeyedRequest = { key: string; endpoint: string; input: FormTree };

const MAX_KEY_LENGTH = 255;

/** @throws {StripeFailure} */
export function requireKeyLength(key: string): void {
  if (key.length > 0 && key.length <= MAX_KEY_LENGTH) return;
  throw new StripeFailure(
    `Idempotent key length is ${key.length} characters long, which is outside accepted lengths. Idempotent Keys must be ` +
      `1-${MAX_KEY_LENGTH} characters long. If you're looking for a decent generator, try using a UUID defined by IETF RFC 4122.`,
    {},
  );
}

/**
 * The stored reply for this key, if any.
 * @throws {StripeFailure} if the key belongs to a different request, or its first request is still running.
 */
export function findReply(emulator: Emulator, request: KeyedRequest, running: Set<string>): ReplyRecord | undefined {
  const { key, endpoint, input } = request;
  if (running.has(key)) {
    throw new StripeFailure(
      'There is currently another in-progress request using this Idempotent Key (that probably means you submitted ' +
        `twice, and the other request is still going through): ${key}.`,
      { status: 409, type: 'idempotency_error', code: 'idempotency_key_in_use' },
    );
  }
  const reply = emulator.store.get('reply', key);
  if (!reply || reply.created + KEY_LIFETIME_SECONDS < unixNow(emulator)) return undefined;
  if (reply.endpoint !== endpoint) {
    throw mismatch(`for the same endpoint they were first used for ('${endpoint}' vs '${reply.endpoint}')`, key);
  }
  if (reply.parameters !== canonical(input)) throw mismatch('with the same parameters they were first used with', key);
  return reply;
}

export function storeReply(
  emulator: Emulator,
  { key, endpoint, input }: KeyedRequest,
  reply: { requestId: string; status: number; body: string },
): void {
  emulator.store.put('reply', {
    id: key,
    endpoint,
    parameters: canonical(input),
    created: unixNow(emulator),
    ...reply,
  });
}

function mismatch(only: string, key: string): StripeFailure {
  return new StripeFailure(
    `Keys for idempotent requests can only be used ${only}. ` +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
    { type: 'idempotency_error' },
  );
}

/** The same text for the same parameters in any order. */
function canonical(input: string | FormTree): string {
  if (typeof input === 'string') return JSON.stringify(input);
  const entries = Object.entries(input).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`).join()}}`;
}
