/** Reads the Stripe emulator's records of one run. */

import { ACCEPTED_EVENTS } from '#lib/payments/event-stream.ts';
import type {
  ChargeObject,
  DisputeObject,
  EventObject,
  RefundObject,
  SessionRecord,
} from '../../../dev/stripe/records.ts';
import type { ObservedEntry } from './observe.ts';
import type { World } from './world.ts';

/** Checkout sessions. All lists in this file are oldest first, so that a number in a history keeps its meaning. */
export const sessionsOf = ({ stripe }: World): SessionRecord[] => stripe.emulator.store.list('session').reverse();

export const orderOf = ({ metadata }: { metadata: Record<string, string> | null }): string => metadata?.orderId ?? '';

export const refundsOf = ({ stripe }: World): RefundObject[] => stripe.emulator.store.list('refund').reverse();
export const disputesOf = ({ stripe }: World): DisputeObject[] => stripe.emulator.store.list('dispute').reverse();

/** Successful payments. */
export const paymentsOf = ({ stripe }: World): ChargeObject[] =>
  stripe.emulator.store
    .list('charge')
    .filter(({ status }) => status === 'succeeded')
    .reverse();

/** The events that Stripe sends to the shop's webhook. */
export const eventsOf = ({ stripe }: World): EventObject[] =>
  stripe.emulator.store
    .list('event')
    .filter(({ type }) => ACCEPTED_EVENTS.has(type))
    .reverse();

/** Whether the payment of a session is still pending. */
export function isProcessing({ stripe }: World, { session }: SessionRecord): boolean {
  return stripe.emulator.store.get('intent', session.payment_intent ?? '')?.status === 'processing';
}

/** The ledger entries that follow from Stripe's balance, calculated independently of the shop's code. */
export function expectedEntries(world: World): ObservedEntry[] {
  const { store } = world.stripe.emulator;
  return store.list('transaction').flatMap((transaction) => {
    const { id, amount, fee, type } = transaction;
    const source = typeof transaction.source === 'string' ? transaction.source : '';
    const charge = store.get(
      'charge',
      store.get('refund', source)?.charge ?? store.get('dispute', source)?.charge ?? source,
    );
    if (!charge) throw new Error(`${type} ${id} has no charge`);
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
