import { type Db, db, Prisma } from '#lib/db.ts';
import { type StripeEvent, stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import type { Applied, Outcome } from './apply-fact.ts';
import { applyWithWaiting, PROCESS_OPTIONS, paymentLock } from './process-fact.ts';
import { factOf } from './sale-fact.ts';
import type { SaleChange } from './transition-order.ts';

/** `duplicate`: its id was there already. The others are those of lib/orders/settlement/apply-fact.ts. */
export type Settlement = { outcome: Outcome | 'duplicate'; detail: string | null; change: SaleChange | null };

/**
 * Applies a Stripe event to the sale it belongs to, at most once: the event's id is written in the
 * same transaction as its effect, and a second delivery finds it there and does nothing.
 * @param payload the event as Stripe sent it, which is kept for the event desk.
 * @throws when the database is away or a row is locked too long; nothing is written then.
 */
export function processEvent(event: StripeEvent, payload = JSON.stringify(event)): Promise<Settlement> {
  return db().$transaction(async (tx) => {
    // A second delivery waits here until the first has committed, then finds its row; one that failed is tried again.
    const fresh = await tx.$executeRaw`
      INSERT INTO stripe_events (id, type, created_at, outcome, payment_intent_id, payload)
      SELECT ${event.id}, ${event.type}, to_timestamp(${event.created}), 'applied', ${paymentOf(event)}, ${payload}::jsonb
      FROM (SELECT ${paymentLock(paymentOf(event))}) locked
      ON CONFLICT (id) DO UPDATE SET outcome = 'applied', payload = EXCLUDED.payload, payment_intent_id = EXCLUDED.payment_intent_id
        WHERE stripe_events.outcome = 'failed'`;
    return fresh === 0 ? { outcome: 'duplicate', detail: null, change: null } : apply(tx, event);
  }, PROCESS_OPTIONS);
}

/**
 * Applies an event that was taken in before once more, when a person asks for it. One that was applied stays applied.
 * @returns null when there is no such event, or its text is no longer kept.
 */
export function reprocessEvent(eventId: string): Promise<Settlement | null> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT ${paymentLock(Prisma.sql`payment_intent_id`)} FROM stripe_events WHERE id = ${eventId}`;
    const [row] = await tx.$queryRaw<{ outcome: Outcome; detail: string | null; payload: unknown }[]>`
      SELECT outcome, detail, payload FROM stripe_events WHERE id = ${eventId} FOR UPDATE`;
    if (!row?.payload) return null;
    if (row.outcome === 'applied') return { outcome: 'duplicate', detail: row.detail, change: null };
    return apply(tx, stripeEventSchema.parse(row.payload));
  }, PROCESS_OPTIONS);
}

async function apply(tx: Db, event: StripeEvent): Promise<Settlement> {
  const fact = factOf(event);
  const { outcome, detail, change, orderId }: Applied =
    'ignored' in fact
      ? { outcome: 'ignored', detail: fact.ignored, change: null, orderId: null }
      : await applyWithWaiting(tx, fact, new Date(event.created * 1000));
  // One that failed before was noted without having been read, so its payment and time may not be known yet.
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
