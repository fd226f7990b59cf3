import { db } from '#lib/db.ts';
import { reprocessEvent } from './process-event.ts';
import type { SaleChange } from './transition-order.ts';

/**
 * Processes waiting events whose payment is already recorded: both were processed at the same moment, and neither saw
 * the other.
 * @returns the orders that changed.
 */
export async function retryWaitingEvents(): Promise<SaleChange[]> {
  const events = await db().$queryRaw<{ id: string }[]>`
    SELECT stripe_events.id
    FROM stripe_events JOIN orders ON orders.payment_intent_id = stripe_events.payment_intent_id
    WHERE stripe_events.outcome = 'waiting'
      AND stripe_events.received_at BETWEEN now() - interval '30 days' AND now() - interval '10 seconds'
      AND orders.status IN ('PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED')
    ORDER BY stripe_events.created_at, stripe_events.id LIMIT 100`;
  const changes: SaleChange[] = [];
  for (const { id } of events) {
    const processed = await reprocessEvent(id);
    if (processed?.change) changes.push(processed.change);
  }
  return changes;
}
