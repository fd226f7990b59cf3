import { ACCEPTED_EVENTS } from '#lib/payments/event-stream.ts';
import type {
  ChargeObject,
  DisputeObject,
  EventObject,
  RefundObject,
  SessionRecord,
} from '../../../dev/stripe/records.ts';
import type { SeenEntry } from './observe.ts';
import type { World } from './world.ts';

/** All lists of this file have the oldest first, so that a number in a history keeps its meaning. */
export const sessionsOf = ({ stripe }: World): SessionRecord[] => stripe.standIn.store.list('session').reverse();

export const orderOf = ({ metadata }: { metadata: Record<string, string> | null }): string => metadata?.orderId ?? '';

export const refundsOf = ({ stripe }: World): RefundObject[] => stripe.standIn.store.list('refund').reverse();
export const disputesOf = ({ stripe }: World): DisputeObject[] => stripe.standIn.store.list('dispute').reverse();

/** Payments that Stripe has taken. */
export const paymentsOf = ({ stripe }: World): ChargeObject[] =>
  stripe.standIn.store
    .list('charge')
    .filter(({ status }) => status === 'succeeded')
    .reverse();

/** The events of which the shop's webhook would hear. */
export const eventsOf = ({ stripe }: World): EventObject[] =>
  stripe.standIn.store
    .list('event')
    .filter(({ type }) => ACCEPTED_EVENTS.has(type))
    .reverse();

/** Sessions whose payment has not come yet and still can. */
export function isUnderWay({ stripe }: World, { session }: SessionRecord): boolean {
  return stripe.standIn.store.get('intent', session.payment_intent ?? '')?.status === 'processing';
}

/** What the ledger has to say of all that has moved, worked out from Stripe's balance without the product's help. */
export function entriesAtStripe(world: World): SeenEntry[] {
  const { store } = world.stripe.standIn;
  return store.list('transaction').flatMap((transaction) => {
    const { id, amount, fee, type } = transaction;
    const source = typeof transaction.source === 'string' ? transaction.source : '';
    const charge = store.get(
      'charge',
      store.get('refund', source)?.charge ?? store.get('dispute', source)?.charge ?? source,
    );
    if (!charge) throw new Error(`${type} ${id} is about nothing`);
    const about = { orderId: orderOf(charge), currency: transaction.currency.toUpperCase() };
    const key = keyOf(source, charge, amount);
    return [
      { key, account: 'buyer', amount: -amount, ...about },
      { key, account: 'stripe', amount, ...about },
      ...(fee
        ? [
            { key: id, account: 'stripe', amount: -fee, ...about },
            { key: id, account: 'fees', amount: fee, ...about },
          ]
        : []),
    ];
  });
}

function keyOf(source: string, charge: ChargeObject, amount: number): string {
  if (source === charge.id) return charge.payment_intent ?? '';
  if (source.startsWith('re_')) return amount < 0 ? source : `${source}:failed`;
  return `${source}:${amount < 0 ? 'withdrawn' : 'returned'}`;
}
