import type Stripe from 'stripe';
import { db } from '#lib/db.ts';
import { HOLD_MINUTES } from '#lib/domain/sale/sale.ts';
import { openSession } from '#lib/orders/checkout/open-session.ts';
import { type ProcessedEvent, processEvent } from '#lib/orders/settlement/process-event.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import { type HeldOrder, makeHeldOrder } from '../../support/database/factories.ts';
import type { TestStripe } from '../../support/stripe/start-test-stripe.ts';

type StartedOrder = HeldOrder;
export type PaidOrder = StartedOrder & { paymentIntentId: string };

/** A started checkout of 120 euros, with its session at Stripe. */
export async function startOrder(
  changes: Parameters<typeof makeHeldOrder>[0] = {},
  minutes: number = HOLD_MINUTES,
): Promise<StartedOrder> {
  // Whole seconds, as Stripe stores them.
  const heldUntil = new Date((Math.floor(Date.now() / 1000) + minutes * 60) * 1000);
  const order = await makeHeldOrder({ sessionId: null, heldUntil, ...changes });
  await openSession(order.orderId);
  const { sessionId } = await db().order.findUniqueOrThrow({ where: { id: order.orderId } });
  return { ...order, sessionId: sessionId ?? '' };
}

/** Pays an order at Stripe; its event is not processed. */
export async function payAtStripe(stripe: TestStripe, order: StartedOrder, options: object = {}): Promise<PaidOrder> {
  const session = (await stripe.control(`sessions/${order.sessionId}/pay`, options)) as Stripe.Checkout.Session;
  return { ...order, paymentIntentId: String(session.payment_intent) };
}

/** A paid order whose event has been applied. */
export async function makePaidOrder(
  stripe: TestStripe,
  changes: Parameters<typeof makeHeldOrder>[0] = {},
): Promise<PaidOrder> {
  const order = await payAtStripe(stripe, await startOrder(changes));
  await processStripeEvent(stripe, 'checkout.session.completed', order.sessionId);
  return order;
}

/** Processes Stripe's newest event of this type about this object. */
export async function processStripeEvent(
  stripe: TestStripe,
  type: Stripe.Event['type'],
  objectId: string,
): Promise<ProcessedEvent> {
  const { events } = await stripe.state();
  const event = events.find((one) => one.type === type && 'id' in one.data.object && one.data.object.id === objectId);
  if (!event) throw new Error(`Stripe has no ${type} about ${objectId}`);
  return processEvent(stripeEventSchema.parse(event));
}

export const refundsAtStripe = async (stripe: TestStripe, { paymentIntentId }: { paymentIntentId: string }) =>
  (await stripe.state()).refunds.filter(({ payment_intent }) => payment_intent === paymentIntentId);

/** An order's ledger transactions: kind, key, and the entries as `account amount currency`. */
export async function ledgerOf({ orderId }: { orderId: string }) {
  const rows = await db().ledgerTransaction.findMany({
    where: { orderId },
    include: { entries: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ kind, key, entries }) => ({
    kind,
    key,
    entries: entries.map(({ account, amount, currency }) => `${account} ${amount} ${currency}`).sort(),
  }));
}
