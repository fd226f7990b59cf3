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

/** Redis's flat list of names and values. */
function toFields(list: unknown[]): Map<unknown, unknown> {
  return new Map(list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]] as const] : [])));
}
