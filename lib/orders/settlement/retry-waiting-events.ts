import { db } from '#lib/db.ts';
import { logFailure } from '#lib/logger.ts';
import { reprocessEvent } from './process-event.ts';
import type { SaleChange } from './transition-order.ts';
import { verifyEvent } from './verify-event.ts';

type WaitingEvent = { id: string; verified: boolean };

/**
 * Processes waiting events whose payment is already recorded: both were processed at the same moment, and neither saw
 * the other; or it is not known yet that Stripe sent the event.
 * @returns the orders that changed.
 */
export async function retryWaitingEvents(): Promise<SaleChange[]> {
  const events = await db().$queryRaw<WaitingEvent[]>`
    SELECT stripe_events.id, stripe_events.verified
    FROM stripe_events JOIN orders ON orders.payment_intent_id = stripe_events.payment_intent_id
    WHERE stripe_events.outcome = 'waiting'
      AND stripe_events.received_at BETWEEN now() - interval '30 days' AND now() - interval '10 seconds'
      AND orders.status IN ('PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED')
    ORDER BY stripe_events.created_at, stripe_events.id LIMIT 100`;
  const changes: SaleChange[] = [];
  for (const event of events) {
    if (!(await isFromStripe(event))) continue;
    const processed = await reprocessEvent(event.id);
    if (processed?.change) changes.push(processed.change);
  }
  return changes;
}

async function isFromStripe({ id, verified }: WaitingEvent): Promise<boolean> {
  if (verified) return true;
  try {
    if (await verifyEvent(id)) return true;
    await db().stripeEvent.updateMany({
      where: { id, outcome: 'waiting', verified: false },
      data: { outcome: 'failed', detail: 'Stripe does not have this event, so it was not applied' },
    });
  } catch (error) {
    logFailure('a waiting event could not be asked for at Stripe', error, { event: id });
  }
  return false;
}
