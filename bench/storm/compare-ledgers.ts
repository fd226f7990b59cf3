import type { StripeOrder } from './stripe-ledger.ts';

/** One of the shop's orders with its post and its ledger: sums by account, minor units. */
export type ShopOrder = {
  id: string;
  status: string;
  flagged: boolean;
  postStatus: string;
  paymentIntentId: string | null;
  bought: number;
  sold: number;
  buyer: number;
  stripe: number;
  fees: number;
};

const NOTHING: StripeOrder = { sessions: [], charges: [], gross: 0, fees: 0 };

/** Every difference between the shop's orders and Stripe's, each as one sentence. */
export function compareLedgers(orders: readonly ShopOrder[], stripeOrders: ReadonlyMap<string, StripeOrder>): string[] {
  const known = new Set(orders.map(({ id }) => id));
  const unknown = [...stripeOrders.keys()].filter((id) => !known.has(id));
  return [
    ...unknown.map((id) => `Stripe has order ${id}, which the shop does not have`),
    ...orders.flatMap((order) => {
      const atStripe = stripeOrders.get(order.id) ?? NOTHING;
      const differences = [
        ...statusDifferences(order, atStripe),
        ...messageDifferences(order),
        ...ledgerDifferences(order, atStripe),
      ];
      return differences.map((difference) => `order ${order.id} (${order.status}): ${difference}`);
    }),
  ];
}

const WITHOUT_PAYMENT = ['CANCELLED', 'EXPIRED', 'FAILED'];

function statusDifferences(order: ShopOrder, { sessions, charges }: StripeOrder): string[] {
  if (sessions.length > 1) return [`Stripe has ${sessions.length} sessions for it`];
  if (charges.length > 1) return [`Stripe charged it ${charges.length} times`];
  const [session] = sessions;
  const [charge] = charges;
  if (order.flagged) return [];
  if (!charge) {
    if (!WITHOUT_PAYMENT.includes(order.status)) return ['Stripe has no charge'];
    return session?.status === 'open' ? ['its session can still be paid'] : [];
  }
  const isRefunded = charge.amount_refunded === charge.amount;
  if (isRefunded && order.status !== 'REFUNDED') return ['Stripe has refunded it'];
  if (!isRefunded && order.status !== 'PAID') return ['Stripe has charged it and not refunded it'];
  if (charge.payment_intent !== order.paymentIntentId) return [`Stripe's payment is ${charge.payment_intent}`];
  if (isRefunded) return [];
  return order.postStatus === 'SOLD' ? [] : [`its work is ${order.postStatus}`];
}

function messageDifferences({ status, bought, sold }: ShopOrder): string[] {
  const expected = status === 'PAID' ? 1 : 0;
  if (bought === expected && sold === expected) return [];
  return [`${bought} messages to the buyer about the purchase, ${sold} to the artist about the sale`];
}

function ledgerDifferences({ buyer, stripe, fees }: ShopOrder, { gross, fees: stripeFees }: StripeOrder): string[] {
  const isEqual = -buyer === gross && stripe === gross - stripeFees && fees === stripeFees;
  if (isEqual) return [];
  return [
    `the ledger has buyer ${buyer}, stripe ${stripe}, fees ${fees}; Stripe's balance ${gross} gross, ${stripeFees} in fees`,
  ];
}
