import { expect, test } from 'vitest';
import { compareLedgers, type ShopOrder } from '../../../bench/storm/compare-ledgers.ts';
import type { StripeOrder } from '../../../bench/storm/stripe-ledger.ts';

const order = (changes: Partial<ShopOrder> = {}): ShopOrder => ({
  ...{ id: 'one', status: 'PAID', flagged: false, postStatus: 'SOLD', paymentIntentId: 'pi_1', bought: 1, sold: 1 },
  ...{ buyer: -12_000, stripe: 11_622, fees: 378 },
  ...changes,
});

const charge = (refunded = 0) => ({
  ...{ id: 'ch_1', status: 'succeeded', amount: 12_000, amount_refunded: refunded, currency: 'eur' },
  ...{ payment_intent: 'pi_1', metadata: { orderId: 'one' } },
});

const atStripe = (changes: Partial<StripeOrder> = {}): Map<string, StripeOrder> => {
  const session = { id: 'cs_1', status: 'complete', payment_status: 'paid', metadata: { orderId: 'one' } } as const;
  return new Map([['one', { sessions: [session], charges: [charge()], gross: 12_000, fees: 378, ...changes }]]);
};

const unpaid = { buyer: 0, stripe: 0, fees: 0, bought: 0, sold: 0, paymentIntentId: null, postStatus: 'LISTED' };
const withoutMoney = (status: 'open' | 'expired') =>
  atStripe({
    ...{ charges: [], gross: 0, fees: 0 },
    sessions: [{ id: 'cs_1', status, payment_status: 'unpaid', metadata: { orderId: 'one' } }],
  });

test('finds no difference in a sale, a refund and an expired checkout that agree', () => {
  expect(compareLedgers([order()], atStripe())).toEqual([]);
  const refunded = order({ status: 'REFUNDED', postStatus: 'DRAFT', bought: 0, sold: 0, buyer: 0, stripe: -378 });
  expect(compareLedgers([refunded], atStripe({ charges: [charge(12_000)], gross: 0 }))).toEqual([]);
  expect(compareLedgers([order({ ...unpaid, status: 'EXPIRED' })], withoutMoney('expired'))).toEqual([]);
});

test.each([
  [
    'a payment only at Stripe',
    order({ status: 'EXPIRED', bought: 0, sold: 0 }),
    atStripe(),
    'charged it and not refunded it',
  ],
  ['a payment only in the shop', order(), withoutMoney('expired'), 'Stripe has no charge'],
  ['a refund that the shop does not know', order(), atStripe({ charges: [charge(12_000)] }), 'Stripe has refunded it'],
  [
    'a refund that Stripe has not made',
    order({ status: 'REFUNDED', bought: 0, sold: 0 }),
    atStripe(),
    'charged it and not refunded it',
  ],
  ['another payment', order({ paymentIntentId: 'pi_2' }), atStripe(), 'pi_1'],
  ['a work that is not sold', order({ postStatus: 'LISTED' }), atStripe(), 'its work is LISTED'],
  ['two charges', order(), atStripe({ charges: [charge(), charge()] }), '2 times'],
  ['a session left open', order({ ...unpaid, status: 'CANCELLED' }), withoutMoney('open'), 'can still be paid'],
  ['a missing message', order({ bought: 0 }), atStripe(), '0 messages to the buyer'],
  ['a missing fee', order({ stripe: 12_000, fees: 0 }), atStripe(), 'the ledger has'],
  ['an order that the shop does not have', order({ id: 'two' }), atStripe(), 'which the shop does not have'],
])('reports %s', (_, inShop, inStripe, difference) => {
  expect(compareLedgers([inShop], inStripe).join('\n')).toContain(difference);
});
