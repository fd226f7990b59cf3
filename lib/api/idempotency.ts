import { setTimeout as wait } from 'node:timers/promises';
import { db } from '#lib/db.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';

/** A process that answers a request has so long, seconds. After that a repetition is answered in its place. */
const LEASE_SECONDS = 120;
/** A repetition that comes while the first request is being answered waits so long, milliseconds. */
const WAIT_MS = 20_000;
const POLL_MS = 50;
/** Printable ASCII, as a UUID is. */
const KEY = /^[\x21-\x7e]{1,200}$/;
/** Headers that belong to the response itself. */
const KEPT_HEADERS = ['content-type', 'etag', 'location', 'www-authenticate'] as const;

export type IdempotentRequest = {
  userId: string;
  key: string;
  /** The operation's id. */
  operation: string;
  /** sha256 of everything the request says; called once, and only for a stream after it was read. */
  fingerprint(): Promise<Uint8Array<ArrayBuffer>>;
  /** Whether the response has a secret, which is not stored. */
  hasSecret: boolean;
  /** Whether the fingerprint is known only once the request has been answered. */
  isStream: boolean;
};

type Row = { fingerprint: Uint8Array | null; status: number | null; headers: Record<string, string>; body: string };

/** @throws {ApiProblem} invalid-request */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || KEY.test(key)) return key;
  const detail = 'Use 1 to 200 printable ASCII characters, such as a UUID.';
  throw new ApiProblem('invalid-request', { detail, errors: [{ field: 'Idempotency-Key', detail }] });
}

/**
 * Answers a request once: repetitions with the same key and content get the first one's response for a day, also those
 * that come at the same time. Failures of the shop are not kept, so that trying again helps.
 * @throws {ApiProblem} key-reused, key-in-use
 */
export async function answerOnce(request: IdempotentRequest, answer: () => Promise<Response>): Promise<Response> {
  const known = request.isStream ? null : await request.fingerprint();
  if (await claim(request, known)) return answerAndStore(request, answer);
  const fingerprint = known ?? (await request.fingerprint());
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const row = await find(request);
    // The first request failed, and left no response.
    if (!row) return answerOnce({ ...request, fingerprint: async () => fingerprint }, answer);
    if (row.fingerprint && !Buffer.from(row.fingerprint).equals(fingerprint))
      throw new ApiProblem('key-reused', { detail: 'Use a new Idempotency-Key for another request.' });
    if (row.status !== null) return replay(row);
    if (Date.now() > deadline)
      throw new ApiProblem('key-in-use', {
        detail: 'The first request with this Idempotency-Key is still being answered. Try again in a moment.',
        headers: { 'retry-after': '5' },
      });
    await wait(POLL_MS);
  }
}

/** Whether this request is the one that is answered: it is the first, or the one before it has died. */
async function claim({ userId, key, operation }: IdempotentRequest, fingerprint: Uint8Array | null): Promise<boolean> {
  const claimed = await db().$executeRaw`
    INSERT INTO idempotency_keys (user_id, key, operation, fingerprint, leased_until)
    VALUES (${userId}::uuid, ${key}, ${operation}, ${fingerprint}, now() + make_interval(secs => ${LEASE_SECONDS}::int))
    ON CONFLICT (user_id, key) DO UPDATE
    SET operation = excluded.operation, fingerprint = excluded.fingerprint, created_at = excluded.created_at,
      leased_until = excluded.leased_until, status = NULL, headers = NULL, body = NULL
    WHERE idempotency_keys.created_at < now() - make_interval(secs => ${KEPT_SECONDS.idempotencyKey}::int)
      OR (idempotency_keys.status IS NULL AND idempotency_keys.leased_until < now()
        AND (idempotency_keys.fingerprint IS NULL OR idempotency_keys.fingerprint = excluded.fingerprint))`;
  return claimed > 0;
}

async function answerAndStore(request: IdempotentRequest, answer: () => Promise<Response>): Promise<Response> {
  const where = { userId_key: { userId: request.userId, key: request.key } };
  const release = () => db().idempotencyKey.deleteMany({ where: { userId: request.userId, key: request.key } });
  const response = await answer().catch(async (error) => {
    await release();
    throw error;
  });
  // Too many requests now are none in a minute; a failure of the shop may be over.
  if (response.status >= 500 || response.status === 429) {
    await release();
    return response;
  }
  const text = await response.text();
  const body = request.hasSecret ? withoutSecret(text) : text;
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const fingerprint = await request.fingerprint();
  await db().idempotencyKey.update({ where, data: { fingerprint, status: response.status, headers, body } });
  return new Response(isEmpty(response.status) ? null : text, response);
}

function withoutSecret(text: string): string {
  const body = JSON.parse(text);
  return JSON.stringify('secret' in body ? { ...body, secret: null } : body);
}

async function find({ userId, key }: IdempotentRequest): Promise<Row | null> {
  const row = await db().idempotencyKey.findUnique({
    where: { userId_key: { userId, key } },
    select: { fingerprint: true, status: true, headers: true, body: true },
  });
  return row && { ...row, headers: (row.headers ?? {}) as Record<string, string>, body: row.body ?? '' };
}

const isEmpty = (status: number) => status === 204 || status === 304;

const replay = ({ status, headers, body }: Row): Response =>
  new Response(isEmpty(status ?? 0) ? null : body, {
    status: status ?? 200,
    headers: { ...headers, 'cache-control': 'no-store', 'idempotency-replayed': 'true' },
  });

/** @returns how many */
export async function deleteOldIdempotencyKeys(): Promise<number> {
  const { count } = await db().idempotencyKey.deleteMany({
    where: { createdAt: { lt: new Date(Date.now() - KEPT_SECONDS.idempotencyKey * 1_000) } },
  });
  return count;
}
