import { redis } from '#lib/redis.ts';

export const EVENT_STREAM = 'stripe:events';
export const EVENT_GROUP = 'sales';
export const DEAD_STREAM = 'stripe:events:dead';

/** The events of the sale's table; the webhook route answers all others and drops them. */
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
 * Hands a verified event to the workers.
 * @param body the event as JSON.
 * @throws when Redis is away; Stripe will deliver again.
 */
export async function enqueueEvent(event: { id: string; type: string }, body: string): Promise<void> {
  await redis().xadd(EVENT_STREAM, '*', 'id', event.id, 'type', event.type, 'event', body);
}

/**
 * Removes what every worker is done with: entries before the oldest that is not acknowledged, or before
 * the last one delivered when none is open. Trimming by length would drop events that nobody has applied.
 */
export async function trimEvents(): Promise<void> {
  // Before the first event there is no stream, and asking for its groups is an error.
  if ((await redis().exists(EVENT_STREAM)) === 0) return;
  const groups = (await redis().xinfo('GROUPS', EVENT_STREAM)) as unknown[][];
  const group = groups.map(toFields).find((fields) => fields.get('name') === EVENT_GROUP);
  if (!group) return;
  const [open, oldest] = (await redis().xpending(EVENT_STREAM, EVENT_GROUP)) as [number, string | null];
  const keepFrom = open > 0 && oldest ? oldest : String(group.get('last-delivered-id'));
  await redis().xtrim(EVENT_STREAM, 'MINID', keepFrom);
}

const SILENT_MILLISECONDS = 60 * 60 * 1000;

/** In one step of Redis: a consumer that wakes up in between would lose what it has just been given. */
const REMOVE_SILENT = `
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
 * Removes the names of workers that ended: each start has a new one, and Redis keeps them all. Only those that have
 * been silent for an hour and have nothing open.
 * @returns how many.
 */
export async function removeSilentConsumers(silentFor = SILENT_MILLISECONDS): Promise<number> {
  return (await redis().eval(REMOVE_SILENT, 1, EVENT_STREAM, EVENT_GROUP, silentFor)) as number;
}

/** Redis's flat list of names and values. */
function toFields(list: unknown[]): Map<unknown, unknown> {
  return new Map(list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]] as const] : [])));
}
