import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { recordBalanceTransactions } from '#lib/orders/reconciliation/record-balance-transactions.ts';
import { stripe as sdk } from '#lib/payments/stripe.ts';
import { makeHeldOrder, makePost, saleState } from '../../../support/database/factories.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { ledgerOf, makePaidOrder, type Paid, payAtStripe, refundsAtStripe, startOrder } from '../at-stripe.ts';
import { lockPost, messageKinds } from '../settlement/process-events.ts';

const stripe = await stripeForTests();

beforeEach(async () => {
  // Old enough to be read, too young to be passed over by the next run.
  stripe.behind(60);
  await recordBalanceTransactions();
});

const kinds = async (order: Paid) => (await ledgerOf(order)).map(({ kind }) => kind);
const payUnheard = async () => payAtStripe(stripe, await startOrder());
const openDispute = async ({ paymentIntentId }: Paid) => {
  await stripe.control('disputes', { payment_intent: paymentIntentId });
  return (await stripe.state()).disputes[0]?.id ?? '';
};

test('a charge is booked once by its event, with its fee, and never again', async () => {
  const order = await makePaidOrder(stripe);
  expect(await recordBalanceTransactions()).toEqual([]);
  const booked = await ledgerOf(order);
  expect(booked).toEqual([
    { kind: 'charge', key: order.paymentIntentId, entries: ['buyer -12000 EUR', 'stripe 12000 EUR'] },
    { kind: 'settlement', key: expect.stringMatching(/^txn_/), entries: ['fees 378 EUR', 'stripe -378 EUR'] },
  ]);
  await db().reconcilerMark.deleteMany();
  expect(await recordBalanceTransactions()).toEqual([]);
  expect(await ledgerOf(order)).toEqual(booked);
});

test.for([
  ['JPY', 30_000, 900],
  ['KWD', 12_500, 663],
] as const)('whole %s and thousandths are booked as they are', async ([currency, amount, fee]) => {
  const post = await makePost({ priceAmount: amount, priceCurrency: currency });
  const order = await makePaidOrder(stripe, { post });
  await recordBalanceTransactions();
  expect((await ledgerOf(order)).flatMap(({ entries }) => entries)).toEqual([
    ...[`buyer -${amount} ${currency}`, `stripe ${amount} ${currency}`],
    ...[`fees ${fee} ${currency}`, `stripe -${fee} ${currency}`],
  ]);
});

test('a charge of which no event told us becomes a sale', async () => {
  const order = await payUnheard();
  const { orderId, postId } = order;
  expect(await recordBalanceTransactions()).toEqual([{ orderId, postId }]);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
  expect(await kinds(order)).toEqual(['charge', 'settlement']);
});

test('late money of which no event told us buys a free work, else is due back', async () => {
  const [free, taken] = [await payUnheard(), await payUnheard()];
  for (const { orderId: id, postId } of [free, taken]) {
    await db().order.update({ where: { id }, data: { status: 'EXPIRED' } });
    await db().post.update({ where: { id: postId }, data: { heldUntil: null } });
  }
  await makeHeldOrder({ post: await db().post.findUniqueOrThrow({ where: { id: taken.postId } }) });
  await recordBalanceTransactions();
  expect(await saleState(free)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await saleState(taken)).toMatchObject({ order: 'REFUND_DUE', post: 'LISTED', held: true });
  for (const order of [free, taken]) expect(await kinds(order)).toEqual(['charge', 'settlement']);
});

test('a refund from the dashboard, and what the bank gave back to us later', async () => {
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
  const moves = (await kinds(order)).filter((kind) => kind !== 'settlement');
  expect(moves).toEqual(['charge', 'refund', 'refund-failed']);
});

test('a dispute of which no event told us: withdrawn with its fee, and returned', async () => {
  const order = await makePaidOrder(stripe);
  const dispute = await openDispute(order);
  await recordBalanceTransactions();
  expect(await saleState(order)).toMatchObject({ order: 'DISPUTED', post: 'SOLD' });
  await stripe.control(`disputes/${dispute}/close`, { status: 'won' });
  await recordBalanceTransactions();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null });
  const booked = await ledgerOf(order);
  const entriesOf = (key: string) => booked.find((one) => one.key === key)?.entries;
  expect(entriesOf(`${dispute}:withdrawn`)).toEqual(['buyer 12000 EUR', 'stripe -12000 EUR']);
  expect(entriesOf(`${dispute}:returned`)).toEqual(['buyer -12000 EUR', 'stripe 12000 EUR']);
  const fees = booked.filter(({ kind }) => kind === 'settlement').map(({ entries }) => entries);
  expect(fees).toEqual([['fees 378 EUR', 'stripe -378 EUR'], ['fees 1500 EUR', 'stripe -1500 EUR'], []]);
});

test.for([
  ['opened', 'DISPUTED', 'SOLD'],
  ['won', 'PAID', 'SOLD'],
  ['lost', 'REFUNDED', 'DRAFT'],
] as const)('a sale and its dispute that is %s, both unheard of, in one run', async ([status, expected, post]) => {
  // So old that no later run reads it again.
  stripe.behind(600);
  await db().reconcilerMark.deleteMany();
  const order = await payUnheard();
  const dispute = await openDispute(order);
  if (status !== 'opened') await stripe.control(`disputes/${dispute}/close`, { status });
  await recordBalanceTransactions();
  await recordBalanceTransactions();
  expect(await saleState(order)).toMatchObject({ order: expected, post, flag: null });
  const disputed = status === 'won' ? ['dispute', 'dispute-returned'] : ['dispute'];
  expect((await kinds(order)).filter((kind) => kind.startsWith('dispute'))).toEqual(disputed);
});

test('what could not be applied is not booked, keeps nobody from his, and is read again', async () => {
  const [first, second] = [await payUnheard(), await payUnheard()];
  const mark = () => db().reconcilerMark.findUniqueOrThrow({ where: { name: 'balance' } });
  const before = await mark();
  const { taken, letGo } = await lockPost(first.postId);
  expect(await recordBalanceTransactions()).toEqual([{ orderId: second.orderId, postId: second.postId }]);
  await expect(recordBalanceTransactions()).rejects.toThrow(
    "1 transactions of Stripe's could not be applied to their orders",
  );
  letGo();
  await taken;
  expect(await saleState(first)).toMatchObject({ order: 'HELD' });
  expect(await ledgerOf(first)).toEqual([]);
  expect(await saleState(second)).toMatchObject({ order: 'PAID' });
  expect(await mark()).toEqual(before);
  await recordBalanceTransactions();
  expect(await saleState(first)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await kinds(first)).toEqual(['charge', 'settlement']);
});

test("what is younger than ten seconds is left to its webhook, and others' money is not ours", async () => {
  const session = await sdk().checkout.sessions.create({
    ...{ mode: 'payment', success_url: 'http://localhost/', cancel_url: 'http://localhost/' },
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 900, product_data: { name: 'Other' } } }],
  });
  await stripe.control(`sessions/${session.id}/pay`);
  stripe.behind(0);
  const young = await payUnheard();
  const known = await db().ledgerTransaction.count();
  expect(await recordBalanceTransactions()).toEqual([]);
  expect(await db().ledgerTransaction.count()).toBe(known);
  expect(await saleState(young)).toMatchObject({ order: 'HELD' });
});

test('more than a page of it, read by two workers at once', async () => {
  const orders = await Promise.all(Array.from({ length: 105 }, payUnheard));
  const ids = orders.map(({ orderId }) => orderId).sort();
  const moved = (await Promise.all([recordBalanceTransactions(), recordBalanceTransactions()]))
    .flat()
    .map(({ orderId }) => orderId);
  expect(moved.filter((id) => ids.includes(id)).sort()).toEqual(ids);
  expect(await db().ledgerTransaction.count({ where: { orderId: { in: ids } } })).toBe(2 * 105);
});
