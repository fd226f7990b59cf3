import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { recordBalanceTransactions } from '#lib/orders/reconciliation/record-balance-transactions.ts';
import { stripe as sdk } from '#lib/payments/stripe.ts';
import { makeHeldOrder, makePost, saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { lockPost, messageKinds } from '../settlement/processing-fixture.ts';
import {
  ledgerOf,
  makePaidOrder,
  type PaidOrder,
  payAtStripe,
  refundsAtStripe,
  startOrder,
} from '../stripe-order-fixture.ts';

const stripe = await startTestStripe();

beforeEach(async () => {
  // Old enough to be read, recent enough for the next run to read.
  stripe.setClockBehind(60);
  await recordBalanceTransactions();
});

const kinds = async (order: PaidOrder) => (await ledgerOf(order)).map(({ kind }) => kind);
const payWithoutEvent = async () => payAtStripe(stripe, await startOrder());
const openDispute = async ({ paymentIntentId }: PaidOrder) => {
  await stripe.control('disputes', { payment_intent: paymentIntentId });
  return (await stripe.state()).disputes[0]?.id ?? '';
};

test('a charge that its event recorded gets its fee and is not recorded again', async () => {
  const order = await makePaidOrder(stripe);
  expect(await recordBalanceTransactions()).toEqual([]);
  const recorded = await ledgerOf(order);
  expect(recorded).toEqual([
    { kind: 'charge', key: order.paymentIntentId, entries: ['buyer -12000 EUR', 'stripe 12000 EUR'] },
    { kind: 'settlement', key: expect.stringMatching(/^txn_/), entries: ['fees 378 EUR', 'stripe -378 EUR'] },
  ]);
  await db().reconcilerMark.deleteMany();
  expect(await recordBalanceTransactions()).toEqual([]);
  expect(await ledgerOf(order)).toEqual(recorded);
});

test.for([
  ['JPY', 30_000, 900],
  ['KWD', 12_500, 663],
] as const)('amounts in %s are recorded in its own minor units', async ([currency, amount, fee]) => {
  const post = await makePost({ priceAmount: amount, priceCurrency: currency });
  const order = await makePaidOrder(stripe, { post });
  await recordBalanceTransactions();
  expect((await ledgerOf(order)).flatMap(({ entries }) => entries)).toEqual([
    ...[`buyer -${amount} ${currency}`, `stripe ${amount} ${currency}`],
    ...[`fees ${fee} ${currency}`, `stripe -${fee} ${currency}`],
  ]);
});

test('a charge without an event becomes a sale', async () => {
  const order = await payWithoutEvent();
  const { orderId, postId } = order;
  expect(await recordBalanceTransactions()).toEqual([{ orderId, postId }]);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
  expect(await kinds(order)).toEqual(['charge', 'settlement']);
});

test('a late charge without an event buys an available work, or is due for refund', async () => {
  const [availableOrder, unavailableOrder] = [await payWithoutEvent(), await payWithoutEvent()];
  for (const { orderId: id, postId } of [availableOrder, unavailableOrder]) {
    await db().order.update({ where: { id }, data: { status: 'EXPIRED' } });
    await db().post.update({ where: { id: postId }, data: { heldUntil: null } });
  }
  await makeHeldOrder({ post: await db().post.findUniqueOrThrow({ where: { id: unavailableOrder.postId } }) });
  await recordBalanceTransactions();
  expect(await saleState(availableOrder)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await saleState(unavailableOrder)).toMatchObject({ order: 'REFUND_DUE', post: 'LISTED', held: true });
  for (const order of [availableOrder, unavailableOrder]) expect(await kinds(order)).toEqual(['charge', 'settlement']);
});

test('a refund made in the dashboard is recorded, and so is its later failure at the bank', async () => {
  const order = await makePaidOrder(stripe);
  await stripe.control('refund-status', { status: 'pending' });
  await sdk().refunds.create({ payment_intent: order.paymentIntentId });
  await stripe.control('refund-status', { status: 'succeeded' });
  await recordBalanceTransactions();
  const [refund] = await refundsAtStripe(stripe, order);
  expect(await db().refund.findMany({ where: { orderId: order.orderId } })).toMatchObject([
    { id: refund?.id, status: 'pending', amount: 12_000n },
  ]);
  await stripe.control(`refunds/${refund?.id}/settle`, { outcome: 'failed' });
  await recordBalanceTransactions();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', flag: `The refund ${refund?.id} failed: unknown` });
  const kindsWithoutFees = (await kinds(order)).filter((kind) => kind !== 'settlement');
  expect(kindsWithoutFees).toEqual(['charge', 'refund', 'refund-failed']);
});

test('a dispute without events is recorded as withdrawn, with its fee, and as returned', async () => {
  const order = await makePaidOrder(stripe);
  const dispute = await openDispute(order);
  await recordBalanceTransactions();
  expect(await saleState(order)).toMatchObject({ order: 'DISPUTED', post: 'SOLD' });
  await stripe.control(`disputes/${dispute}/close`, { status: 'won' });
  await recordBalanceTransactions();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null });
  const recorded = await ledgerOf(order);
  const entriesOf = (key: string) => recorded.find((one) => one.key === key)?.entries;
  expect(entriesOf(`${dispute}:withdrawn`)).toEqual(['buyer 12000 EUR', 'stripe -12000 EUR']);
  expect(entriesOf(`${dispute}:returned`)).toEqual(['buyer -12000 EUR', 'stripe 12000 EUR']);
  const fees = recorded.filter(({ kind }) => kind === 'settlement').map(({ entries }) => entries);
  expect(fees).toEqual([['fees 378 EUR', 'stripe -378 EUR'], ['fees 1500 EUR', 'stripe -1500 EUR'], []]);
});

test.for([
  ['opened', 'DISPUTED', 'SOLD'],
  ['won', 'PAID', 'SOLD'],
  ['lost', 'REFUNDED', 'DRAFT'],
] as const)(
  'one run applies a sale and its dispute that was %s, both without events',
  async ([status, expected, post]) => {
    // So old that no later run reads it again.
    stripe.setClockBehind(600);
    await db().reconcilerMark.deleteMany();
    const order = await payWithoutEvent();
    const dispute = await openDispute(order);
    if (status !== 'opened') await stripe.control(`disputes/${dispute}/close`, { status });
    await recordBalanceTransactions();
    await recordBalanceTransactions();
    expect(await saleState(order)).toMatchObject({ order: expected, post, flag: null });
    const disputed = status === 'won' ? ['dispute', 'dispute-returned'] : ['dispute'];
    expect((await kinds(order)).filter((kind) => kind.startsWith('dispute'))).toEqual(disputed);
  },
);

test('a transaction that cannot be applied is not recorded, does not block others, and is read again', async () => {
  const [first, second] = [await payWithoutEvent(), await payWithoutEvent()];
  const mark = () => db().reconcilerMark.findUniqueOrThrow({ where: { name: 'balance' } });
  const before = await mark();
  const { released, release } = await lockPost(first.postId);
  expect(await recordBalanceTransactions()).toEqual([{ orderId: second.orderId, postId: second.postId }]);
  await expect(recordBalanceTransactions()).rejects.toThrow(
    "1 of Stripe's balance transactions could not be applied to their orders",
  );
  release();
  await released;
  expect(await saleState(first)).toMatchObject({ order: 'HELD' });
  expect(await ledgerOf(first)).toEqual([]);
  expect(await saleState(second)).toMatchObject({ order: 'PAID' });
  expect(await mark()).toEqual(before);
  await recordBalanceTransactions();
  expect(await saleState(first)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await kinds(first)).toEqual(['charge', 'settlement']);
});

test('transactions younger than ten seconds are left to the webhook, and payments of other applications are ignored', async () => {
  const session = await sdk().checkout.sessions.create({
    ...{ mode: 'payment', success_url: 'http://localhost/', cancel_url: 'http://localhost/' },
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 900, product_data: { name: 'Other' } } }],
  });
  await stripe.control(`sessions/${session.id}/pay`);
  stripe.setClockBehind(0);
  const recent = await payWithoutEvent();
  const countBefore = await db().ledgerTransaction.count();
  expect(await recordBalanceTransactions()).toEqual([]);
  expect(await db().ledgerTransaction.count()).toBe(countBefore);
  expect(await saleState(recent)).toMatchObject({ order: 'HELD' });
});

test('two workers at once record more than one page of transactions', async () => {
  const orders = await Promise.all(Array.from({ length: 105 }, payWithoutEvent));
  const ids = orders.map(({ orderId }) => orderId).sort();
  const changed = (await Promise.all([recordBalanceTransactions(), recordBalanceTransactions()]))
    .flat()
    .map(({ orderId }) => orderId);
  expect(changed.filter((id) => ids.includes(id)).sort()).toEqual(ids);
  expect(await db().ledgerTransaction.count({ where: { orderId: { in: ids } } })).toBe(2 * 105);
});
