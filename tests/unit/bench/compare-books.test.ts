import { expect, test } from 'vitest';
import { compareBooks, type OrderHere } from '../../../bench/storm/compare-books.ts';
import type { OrderAtStripe } from '../../../bench/storm/stripe-books.ts';

const order = (changes: Partial<OrderHere> = {}): OrderHere => ({
  ...{ id: 'one', status: 'PAID', flagged: false, postStatus: 'SOLD', paymentIntentId: 'pi_1', bought: 1, sold: 1 },
  ...{ buyer: -12_000, stripe: 11_622, fees: 378 },
  ...changes,
});

const charge = (refunded = 0) => ({
  ...{ id: 'ch_1', status: 'succeeded', amount: 12_000, amount_refunded: refunded, currency: 'eur' },
  ...{ payment_intent: 'pi_1', metadata: { orderId: 'one' } },
});

const atStripe = (changes: Partial<OrderAtStripe> = {}): Map<string, OrderAtStripe> => {
  const session = { id: 'cs_1', status: 'complete', payment_status: 'paid', metadata: { orderId: 'one' } } as const;
  return new Map([['one', { sessions: [session], charges: [charge()], gross: 12_000, fees: 378, ...changes }]]);
};

const unpaid = { buyer: 0, stripe: 0, fees: 0, bought: 0, sold: 0, paymentIntentId: null, postStatus: 'LISTED' };
const withoutMoney = (status: 'open' | 'expired') =>
  atStripe({
    ...{ charges: [], gross: 0, fees: 0 },
    sessions: [{ id: 'cs_1', status, payment_status: 'unpaid', metadata: { orderId: 'one' } }],
  });

test('a sale, a refund and an expired checkout that agree are no differences', () => {
  expect(compareBooks([order()], atStripe())).toEqual([]);
  const refunded = order({ status: 'REFUNDED', postStatus: 'DRAFT', bought: 0, sold: 0, buyer: 0, stripe: -378 });
  expect(compareBooks([refunded], atStripe({ charges: [charge(12_000)], gross: 0 }))).toEqual([]);
  expect(compareBooks([order({ ...unpaid, status: 'EXPIRED' })], withoutMoney('expired'))).toEqual([]);
});

test.each([
  ['paid at Stripe only', order({ status: 'EXPIRED', bought: 0, sold: 0 }), atStripe(), 'taken money'],
  ['paid here only', order(), withoutMoney('expired'), 'taken no money'],
  ['a refund that is not known', order(), atStripe({ charges: [charge(12_000)] }), 'given the money back'],
  ['a refund that is not done', order({ status: 'REFUNDED', bought: 0, sold: 0 }), atStripe(), 'not given it back'],
  ['another payment', order({ paymentIntentId: 'pi_2' }), atStripe(), 'pi_1'],
  ['a work that is not sold', order({ postStatus: 'LISTED' }), atStripe(), 'its work is LISTED'],
  ['two charges', order(), atStripe({ charges: [charge(), charge()] }), '2 times'],
  ['a session left open', order({ ...unpaid, status: 'CANCELLED' }), withoutMoney('open'), 'can still be paid'],
  ['a missing message', order({ bought: 0 }), atStripe(), '0 messages to the buyer'],
  ['a missing fee', order({ stripe: 12_000, fees: 0 }), atStripe(), 'the ledger has'],
  ['an order that is not here', order({ id: 'two' }), atStripe(), 'which is not here'],
])('%s is a difference', (_, here, there, wrong) => {
  expect(compareBooks([here], there).join('\n')).toContain(wrong);
});
