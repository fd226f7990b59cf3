import type Stripe from 'stripe';
import { db } from '#lib/db.ts';
import { HOLD_MINUTES } from '#lib/domain/sale/sale.ts';
import { openSession } from '#lib/orders/checkout/open-session.ts';
import { processEvent, type Settlement } from '#lib/orders/settlement/process-event.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import { type HeldOrder, makeHeldOrder } from '../../support/database/factories.ts';
import type { StripeForTests } from '../../support/stripe/stripe-for-tests.ts';

type Started = HeldOrder;
export type Paid = Started & { paymentIntentId: string };

/** A checkout of 120 euros that its buyer has begun; Stripe has its session. */
export async function startOrder(
  changes: Parameters<typeof makeHeldOrder>[0] = {},
  minutes: number = HOLD_MINUTES,
): Promise<Started> {
  // Whole seconds, as Stripe counts.
  const heldUntil = new Date((Math.floor(Date.now() / 1000) + minutes * 60) * 1000);
  const order = await makeHeldOrder({ sessionId: null, heldUntil, ...changes });
  await openSession(order.orderId);
  const { sessionId } = await db().order.findUniqueOrThrow({ where: { id: order.orderId } });
  return { ...order, sessionId: sessionId ?? '' };
}

/** Paid at Stripe; no event has told us of it. */
export async function payAtStripe(stripe: StripeForTests, order: Started, how: object = {}): Promise<Paid> {
  const session = (await stripe.control(`sessions/${order.sessionId}/pay`, how)) as Stripe.Checkout.Session;
  return { ...order, paymentIntentId: String(session.payment_intent) };
}

/** Paid, and its event applied. */
export async function makePaidOrder(
  stripe: StripeForTests,
  changes: Parameters<typeof makeHeldOrder>[0] = {},
): Promise<Paid> {
  const order = await payAtStripe(stripe, await startOrder(changes));
  await settleStripes(stripe, 'checkout.session.completed', order.sessionId);
  return order;
}

/** Settles the event of this type that Stripe made about this object. @returns what the last of several came to. */
export async function settleStripes(
  stripe: StripeForTests,
  type: Stripe.Event['type'],
  objectId: string,
): Promise<Settlement> {
  const { events } = await stripe.state();
  const event = events.find((one) => one.type === type && 'id' in one.data.object && one.data.object.id === objectId);
  if (!event) throw new Error(`Stripe has made no ${type} about ${objectId}`);
  return processEvent(stripeEventSchema.parse(event));
}

export const refundsAtStripe = async (stripe: StripeForTests, { paymentIntentId }: { paymentIntentId: string }) =>
  (await stripe.state()).refunds.filter(({ payment_intent }) => payment_intent === paymentIntentId);

/** What stands in the ledger about an order: kind, key, and its entries as `account amount currency`. */
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
