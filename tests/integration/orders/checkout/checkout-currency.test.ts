import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Money } from '#lib/domain/money/money.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { getOrder } from '#lib/orders/queries.ts';
import { quotePost } from '#lib/posts/quote-post.ts';
import { makePost, makeUser } from '../../../support/database/factories.ts';
import { RATES_DAY, RATES_SOURCE, replaceCurrentRates } from '../../../support/rates/replace-current-rates.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';

const stripe = await startTestStripe();
const newBuyer = () => ({ viewer: null, token: randomUUID(), address: randomUUID() });

beforeEach(() => replaceCurrentRates({ USD: '1.1712', JPY: '181.35', KWD: '0.35987', ISK: '142.7' }));

test.for([
  // 120.00 euros by the rates above, worked out by hand.
  ['USD', 14_054, '1.1712'],
  ['JPY', 21_762, '181.35'],
  ['KWD', 43_180, '0.35987'],
  ['ISK', 1_712_400, '142.7'],
] as const)('a work of 120 euros is charged in %s as it was shown', async ([currency, amount, rate]) => {
  const post = await makePost();
  expect(await quotePost(post.slug, currency)).toMatchObject({ shown: { amount, currency }, rate });
  const { change } = await startCheckout(newBuyer(), post.slug, { amount, currency });

  const order = await db().order.findUniqueOrThrow({ where: { id: change.orderId } });
  expect(order).toMatchObject({
    ...{ amount: BigInt(amount), currency, priceAmount: 12_000n, priceCurrency: 'EUR' },
    ...{ rateDate: new Date(RATES_DAY), rateSource: RATES_SOURCE },
  });
  expect(order.rate.toFixed()).toBe(rate);
  const session = (await stripe.state()).sessions.find(({ id }) => id === order.sessionId);
  expect(session).toMatchObject({ amount_total: amount, currency: currency.toLowerCase() });
  expect(await getOrder(order.id)).toMatchObject({
    ...{ charged: { amount, currency }, price: { amount: 12_000, currency: 'EUR' } },
    rate: { rate, day: RATES_DAY, source: RATES_SOURCE },
  });
});

test('if the rate changed since the page was rendered, the buyer is asked again and nothing is held', async () => {
  const post = await makePost();
  await replaceCurrentRates({ USD: '1.1713' });
  const seen = { amount: 14_054, currency: 'USD' };
  await expect(startCheckout(newBuyer(), post.slug, seen)).rejects.toMatchObject({ code: 'price-changed' });
  expect(await db().order.count({ where: { postId: post.id } })).toBe(0);
  expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({ heldUntil: null });

  const now = (await quotePost(post.slug, 'USD'))?.shown;
  expect(now).toEqual({ amount: 14_056, currency: 'USD' });
  await expect(startCheckout(newBuyer(), post.slug, now ?? seen)).resolves.toMatchObject({ checkoutUrl: /^http/ });
});

test.for<[string, Money]>([
  ['a cent less', { amount: 14_053, currency: 'USD' }],
  ['the same number in another currency', { amount: 12_000, currency: 'USD' }],
  ['a currency without a rate', { amount: 12_000, currency: 'CHF' }],
  ['a currency that does not exist', { amount: 12_000, currency: 'XXX' }],
])('%s is refused as the price', async ([, shown]) => {
  const post = await makePost();
  await expect(startCheckout(newBuyer(), post.slug, shown)).rejects.toMatchObject({ code: 'price-changed' });
});

test("a buyer who sees the artist's own price pays that, whatever the rates are", async () => {
  const post = await makePost({ priceAmount: 14_000, priceCurrency: 'CHF' });
  await replaceCurrentRates({});
  const { change } = await startCheckout(newBuyer(), post.slug, { amount: 14_000, currency: 'CHF' });
  expect(await db().order.findUnique({ where: { id: change.orderId } })).toMatchObject({
    ...{ amount: 14_000n, currency: 'CHF', rateDate: null, rateSource: null },
  });
});

test('an amount below the minimum charge is shown and charged in the artist’s currency', async () => {
  const post = await makePost({ priceAmount: 60 });
  // It would be 0.45 dollars; Stripe charges no less than 0.50.
  await replaceCurrentRates({ USD: '0.75' });
  expect(await quotePost(post.slug, 'USD')).toMatchObject({ shown: { amount: 60, currency: 'EUR' } });
  await expect(startCheckout(newBuyer(), post.slug, { amount: 45, currency: 'USD' })).rejects.toMatchObject({
    code: 'price-changed',
  });
  await expect(startCheckout(newBuyer(), post.slug, { amount: 60, currency: 'EUR' })).resolves.toBeDefined();
});

test('a hold keeps its amount: in another currency, or after new rates, the buyer is sent to the order', async () => {
  const post = await makePost();
  const buyer = { ...newBuyer(), viewer: await makeUser() };
  const dollars = { amount: 14_054, currency: 'USD' };
  const first = await startCheckout(buyer, post.slug, dollars);
  const yen = await startCheckout(buyer, post.slug, { amount: 21_762, currency: 'JPY' });
  expect(yen).toEqual({ checkoutUrl: null, change: first.change });
  await replaceCurrentRates({ USD: '1.2' });
  expect(await startCheckout(buyer, post.slug, { amount: 14_400, currency: 'USD' })).toEqual(yen);
  // The buyer pays the held amount, although the work would cost more now.
  expect(await startCheckout(buyer, post.slug, dollars)).toEqual(first);

  await cancelCheckout(first.change.orderId);
  await expect(startCheckout(buyer, post.slug, dollars)).rejects.toMatchObject({ code: 'price-changed' });
});

test('two clicks at once in two currencies make one order at one of the amounts', async () => {
  const post = await makePost();
  const buyer = newBuyer();
  const results = await Promise.all([
    startCheckout(buyer, post.slug, { amount: 14_054, currency: 'USD' }),
    startCheckout(buyer, post.slug, { amount: 21_762, currency: 'JPY' }),
  ]);
  const orders = await db().order.findMany({ where: { postId: post.id } });
  expect(orders).toHaveLength(1);
  expect(results.map(({ change }) => change.orderId)).toEqual([orders[0]?.id, orders[0]?.id]);
  expect(results.filter(({ checkoutUrl }) => checkoutUrl !== null)).toHaveLength(1);
});
