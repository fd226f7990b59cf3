import type { OrderAtStripe } from './stripe-books.ts';

/** An order with its post and what our ledger says of it: sums by account, minor units. */
export type OrderHere = {
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

const NOTHING: OrderAtStripe = { sessions: [], charges: [], gross: 0, fees: 0 };

/** Every disagreement between our orders and Stripe's books, each as one sentence. */
export function compareBooks(orders: readonly OrderHere[], books: ReadonlyMap<string, OrderAtStripe>): string[] {
  const known = new Set(orders.map(({ id }) => id));
  const strangers = [...books.keys()].filter((id) => !known.has(id));
  return [
    ...strangers.map((id) => `Stripe has order ${id}, which is not here`),
    ...orders.flatMap((order) => {
      const atStripe = books.get(order.id) ?? NOTHING;
      const wrongs = [...statusWrongs(order, atStripe), ...messageWrongs(order), ...ledgerWrongs(order, atStripe)];
      return wrongs.map((wrong) => `order ${order.id} (${order.status}): ${wrong}`);
    }),
  ];
}

const OVER = ['CANCELLED', 'EXPIRED', 'FAILED'];

function statusWrongs(order: OrderHere, { sessions, charges }: OrderAtStripe): string[] {
  if (sessions.length > 1) return [`Stripe has ${sessions.length} sessions for it`];
  if (charges.length > 1) return [`Stripe has charged it ${charges.length} times`];
  const [session] = sessions;
  const [charge] = charges;
  if (order.flagged) return [];
  if (!charge) {
    if (!OVER.includes(order.status)) return ['Stripe has taken no money'];
    return session?.status === 'open' ? ['its session can still be paid'] : [];
  }
  const isBack = charge.amount_refunded === charge.amount;
  if (isBack && order.status !== 'REFUNDED') return ['Stripe has given the money back'];
  if (!isBack && order.status !== 'PAID') return ['Stripe has taken money and not given it back'];
  if (charge.payment_intent !== order.paymentIntentId) return [`Stripe's payment is ${charge.payment_intent}`];
  if (isBack) return [];
  return order.postStatus === 'SOLD' ? [] : [`its work is ${order.postStatus}`];
}

function messageWrongs({ status, bought, sold }: OrderHere): string[] {
  const wanted = status === 'PAID' ? 1 : 0;
  if (bought === wanted && sold === wanted) return [];
  return [`${bought} messages to the buyer that it is bought, ${sold} to the artist that it is sold`];
}

function ledgerWrongs({ buyer, stripe, fees }: OrderHere, { gross, fees: kept }: OrderAtStripe): string[] {
  const agree = -buyer === gross && stripe === gross - kept && fees === kept;
  if (agree) return [];
  return [
    `the ledger has buyer ${buyer}, stripe ${stripe}, fees ${fees}; Stripe's balance ${gross} gross, ${kept} in fees`,
  ];
}
