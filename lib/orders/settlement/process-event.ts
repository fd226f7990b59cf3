import { type Db, db, Prisma } from '#lib/db.ts';
import { requireAcceptable } from '#lib/payments/require-acceptable.ts';
import { type StripeEvent, stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import type { FactOutcome, FactResult } from './apply-fact.ts';
import { applyWithWaitingEvents, PROCESS_OPTIONS, paymentLock } from './process-fact.ts';
import { factOf } from './sale-fact.ts';
import type { SaleChange } from './transition-order.ts';

/** `duplicate`: an event with this id was processed before. For the others see `FactOutcome`. */
export type ProcessedEvent = { outcome: FactOutcome | 'duplicate'; detail: string | null; change: SaleChange | null };

/**
 * Records a Stripe event and applies its fact, at most once: the event's id is inserted in the same transaction, so a
 * second delivery finds it and does nothing. The caller has the event from Stripe, or from a signed entry of the stream.
 * @param payload the event as Stripe sent it, stored for the webhook log.
 * @throws {RefusedEventError} if the shop must not apply it; nothing is written then.
 * @throws if the database is unavailable or a row stays locked too long; nothing is written then.
 */
export async function processEvent(event: StripeEvent, payload = JSON.stringify(event)): Promise<ProcessedEvent> {
  requireAcceptable(event);
  return db().$transaction(async (tx) => {
    // A second delivery waits here until the first commits, then finds its row. A failed event is processed again.
    const inserted = await tx.$executeRaw`
      INSERT INTO stripe_events (id, type, created_at, outcome, payment_intent_id, payload, verified)
      SELECT ${event.id}, ${event.type}, to_timestamp(${event.created}), 'applied',
        ${paymentOf(event)}, ${payload}::jsonb, true
      FROM (SELECT ${paymentLock(paymentOf(event))}) locked
      ON CONFLICT (id) DO UPDATE SET
        outcome = 'applied', payload = EXCLUDED.payload, payment_intent_id = EXCLUDED.payment_intent_id, verified = true
        WHERE stripe_events.outcome = 'failed'`;
    return inserted === 0 ? { outcome: 'duplicate', detail: null, change: null } : applyEvent(tx, event);
  }, PROCESS_OPTIONS);
}

/**
 * Processes a recorded event again. An applied event stays as it is.
 * @returns null if there is no such event, its payload is no longer stored, or nothing proves that Stripe sent it.
 * @throws {RefusedEventError} if the shop must not apply it.
 */
export function reprocessEvent(eventId: string): Promise<ProcessedEvent | null> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT ${paymentLock(Prisma.sql`payment_intent_id`)} FROM stripe_events WHERE id = ${eventId}`;
    const [row] = await tx.$queryRaw<
      { outcome: FactOutcome; detail: string | null; payload: unknown; verified: boolean }[]
    >`
      SELECT outcome, detail, payload, verified FROM stripe_events WHERE id = ${eventId} FOR UPDATE`;
    if (!row?.payload) return null;
    if (row.outcome === 'applied') return { outcome: 'duplicate', detail: row.detail, change: null };
    if (!row.verified) return null;
    const event = stripeEventSchema.parse(row.payload);
    requireAcceptable(event);
    return applyEvent(tx, event);
  }, PROCESS_OPTIONS);
}

async function applyEvent(tx: Db, event: StripeEvent): Promise<ProcessedEvent> {
  const fact = factOf(event);
  const { outcome, detail, change, orderId }: FactResult =
    'ignored' in fact
      ? { outcome: 'ignored', detail: fact.ignored, change: null, orderId: null }
      : await applyWithWaitingEvents(tx, fact, new Date(event.created * 1000));
  // A failed event was recorded without being parsed, so its payment and time may be missing.
  await tx.$executeRaw`
    UPDATE stripe_events SET outcome = ${outcome}, detail = ${detail}, order_id = ${orderId}::uuid,
      payment_intent_id = ${paymentOf(event)}, created_at = to_timestamp(${event.created})
    WHERE id = ${event.id}`;
  return { outcome, detail, change };
}

function paymentOf(event: StripeEvent): string | null {
  const { payment_intent: paymentIntentId = null } = { payment_intent: null, ...event.data.object };
  return paymentIntentId;
}
