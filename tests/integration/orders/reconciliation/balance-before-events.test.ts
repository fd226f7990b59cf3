import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { recordBalanceTransactions } from '#lib/orders/reconciliation/record-balance-transactions.ts';
import { saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { messageKinds } from '../settlement/processing-fixture.ts';
import { makePaidOrder, payAtStripe, processStripeEvent, startOrder } from '../stripe-order-fixture.ts';

const stripe = await startTestStripe();

// Old enough to be read from Stripe's balance.
beforeEach(() => stripe.setClockBehind(60));

test('a buyer without an account gets a message about a sale that is known only from the balance', async () => {
  const order = await payAtStripe(stripe, await startOrder({ buyerEmail: null }), { email: 'grace@example.org' });
  await recordBalanceTransactions();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
  const { buyerEmail } = await db().order.findUniqueOrThrow({ where: { id: order.orderId } });
  expect(buyerEmail).toBe('grace@example.org');
});

const EVENT_ORDERS = [
  ['charge.dispute.created', 'charge.dispute.closed'],
  ['charge.dispute.closed', 'charge.dispute.created'],
] as const;

test.for([
  ['won', EVENT_ORDERS[0], 'PAID'],
  ['won', EVENT_ORDERS[1], 'PAID'],
  ['lost', EVENT_ORDERS[0], 'REFUNDED'],
  ['lost', EVENT_ORDERS[1], 'REFUNDED'],
] as const)(
  'after a dispute that was %s is known from the balance, %j change nothing',
  async ([status, events, end]) => {
    const order = await makePaidOrder(stripe);
    await stripe.control('disputes', { payment_intent: order.paymentIntentId });
    const [dispute] = (await stripe.state()).disputes;
    const id = dispute?.id ?? '';
    await stripe.control(`disputes/${id}/close`, { status });
    await recordBalanceTransactions();
    expect(await saleState(order)).toMatchObject({ order: end, flag: null });
    for (const type of events) {
      expect(await processStripeEvent(stripe, type, id)).toMatchObject({ outcome: 'ignored' });
      expect(await saleState(order)).toMatchObject({ order: end, flag: null });
    }
  },
);
