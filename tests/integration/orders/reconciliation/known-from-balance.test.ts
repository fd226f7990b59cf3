import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { recordBalanceTransactions } from '#lib/orders/reconciliation/record-balance-transactions.ts';
import { saleState } from '../../../support/database/factories.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { makePaidOrder, payAtStripe, settleStripes, startOrder } from '../at-stripe.ts';
import { messageKinds } from '../settlement/process-events.ts';

const stripe = await stripeForTests();

// Old enough to be read from Stripe's balance.
beforeEach(() => stripe.behind(60));

test('a buyer without an account is told of a sale that only the balance knows', async () => {
  const order = await payAtStripe(stripe, await startOrder({ buyerEmail: null }), { email: 'grace@example.org' });
  await recordBalanceTransactions();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
  const { buyerEmail } = await db().order.findUniqueOrThrow({ where: { id: order.orderId } });
  expect(buyerEmail).toBe('grace@example.org');
});

const inEveryOrder = [
  ['charge.dispute.created', 'charge.dispute.closed'],
  ['charge.dispute.closed', 'charge.dispute.created'],
] as const;

test.for([
  ['won', inEveryOrder[0], 'PAID'],
  ['won', inEveryOrder[1], 'PAID'],
  ['lost', inEveryOrder[0], 'REFUNDED'],
  ['lost', inEveryOrder[1], 'REFUNDED'],
] as const)(
  'a dispute that was %s and is known from the balance is not stirred up by %j',
  async ([status, events, end]) => {
    const order = await makePaidOrder(stripe);
    await stripe.control('disputes', { payment_intent: order.paymentIntentId });
    const [dispute] = (await stripe.state()).disputes;
    const id = dispute?.id ?? '';
    await stripe.control(`disputes/${id}/close`, { status });
    await recordBalanceTransactions();
    expect(await saleState(order)).toMatchObject({ order: end, flag: null });
    for (const type of events) {
      expect(await settleStripes(stripe, type, id)).toMatchObject({ outcome: 'ignored' });
      expect(await saleState(order)).toMatchObject({ order: end, flag: null });
    }
  },
);
