import { redis } from '#lib/redis.ts';
import { signEntry } from './entry-signature.ts';

export const EVENT_STREAM = 'stripe:events';
export const EVENT_GROUP = 'sales';
export const DEAD_STREAM = 'stripe:events:dead';

/** The event types that can change a sale; the webhook route acknowledges all others and drops them. */
export const ACCEPTED_EVENTS: ReadonlySet<string> = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
]);

/**
 * Adds a verified event to the stream that the workers read, with the signature without which none of them applies it.
 * @param body the event as JSON.
 * @throws if Redis is unavailable; Stripe will deliver the event again.
 */
export async function enqueueEvent(event: { id: string; type: string }, body: string): Promise<void> {
  const { id, type } = event;
  const signature = signEntry({ id, type, body });
  await redis().xadd(EVENT_STREAM, '*', 'id', id, 'type', type, 'event', body, 'signature', signature);
}

/**
 * Removes finished entries: those before the oldest pending one, or before the last delivered one if none is pending.
 * Trimming by length would drop events that have not been processed.
 */
export async function trimEvents(): Promise<void> {
  // Before the first event there is no stream, and XINFO GROUPS would fail.
  if ((await redis().exists(EVENT_STREAM)) === 0) return;
  const groups = (await redis().xinfo('GROUPS', EVENT_STREAM)) as unknown[][];
  const group = groups.map(toFields).find((fields) => fields.get('name') === EVENT_GROUP);
  if (!group) return;
  const [pending, oldest] = (await redis().xpending(EVENT_STREAM, EVENT_GROUP)) as [number, string | null];
  const keepFrom = pending > 0 && oldest ? oldest : String(group.get('last-delivered-id'));
  await redis().xtrim(EVENT_STREAM, 'MINID', keepFrom);
}

const MAX_IDLE_MS = 60 * 60 * 1000;

/** Atomic, because a consumer that read an entry in between would lose it. */
const REMOVE_IDLE_SCRIPT = `
  local removed = 0
  if redis.call('EXISTS', KEYS[1]) == 0 then return removed end
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
    if group[2] == ARGV[1] then
      for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
        if consumer[4] == 0 and consumer[6] > tonumber(ARGV[2]) then
          redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer[2])
          removed = removed + 1
        end
      end
    end
  end
  return removed`;

/**
 * Removes the consumers of workers that ended: each start has a new name, and Redis keeps all of them. Only consumers
 * that have been idle for an hour and have no pending entries are removed.
 * @param maxIdle milliseconds.
 * @returns how many were removed.
 */
export async function removeIdleConsumers(maxIdle = MAX_IDLE_MS): Promise<number> {
  return (await redis().eval(REMOVE_IDLE_SCRIPT, 1, EVENT_STREAM, EVENT_GROUP, maxIdle)) as number;
}

/** A flat Redis list of names and values as a map. */
function toFields(list: unknown[]): Map<unknown, unknown> {
  return new Map(list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]] as const] : [])));
}
