import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import { MAX_HOLDS, NETWORK_LIMITS, PAUSE_MINUTES } from '#lib/domain/sale/hold-limits.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { type Buyer, placeHold } from '#lib/orders/checkout/place-hold.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { summarizeHolds } from '#lib/orders/checkout/summarize-holds.ts';
import { type CreatedPost, makeHeldOrder, makePost, makeUser, saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';

await startTestStripe();
const PRICE = { amount: 12_000, currency: 'EUR' };
const newBuyer = (changes: Partial<Buyer> = {}): Buyer => ({
  ...{ viewer: null, token: randomUUID(), address: randomUUID(), ...changes },
});
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);
const makeKnown = () => makeUser({ createdAt: daysAgo(8) });
const makePosts = (count: number) => Promise.all(Array.from({ length: count }, () => makePost()));
const hold = (buyer: Buyer, post: CreatedPost) => placeHold(buyer, post.id, unconvertedQuote(PRICE));

/** Tries to hold all works. @returns how many are held, and the codes of the refusals. */
async function holdAll(posts: CreatedPost[], buyerOf: (index: number) => Buyer) {
  const results = await Promise.allSettled(posts.map((post, index) => hold(buyerOf(index), post)));
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
  return { held: results.length - refused.length, refused: [...new Set(refused)] };
}

test('a known buyer can hold eight works, and a ninth only after one of them is released', async () => {
  const [ninth, first, ...others] = await makePosts(9);
  if (!first || !ninth) throw new Error('nine works were made');
  const buyer = newBuyer({ viewer: await makeKnown() });
  const { change } = await startCheckout(buyer, first.slug, PRICE);
  expect(await holdAll(others, () => buyer)).toEqual({ held: 7, refused: [] });
  await expect(startCheckout(buyer, ninth.slug, PRICE)).rejects.toMatchObject({ code: 'too-many-holds' });
  expect(await db().post.findUnique({ where: { id: ninth.id } })).toMatchObject({ status: 'LISTED', heldUntil: null });
  expect(await db().order.count({ where: { postId: ninth.id } })).toBe(0);

  // The holds that the buyer has are unaffected.
  expect((await startCheckout(buyer, first.slug, PRICE)).change).toEqual(change);
  await cancelCheckout(change.orderId);
  const again = await startCheckout(buyer, ninth.slug, PRICE);
  expect(await saleState(again.change)).toMatchObject({ order: 'HELD', held: true });
});

test('holds are counted per account in all browsers, and per browser under all accounts', async () => {
  const [viewer, other] = [await makeKnown(), await makeKnown()];
  const [spare, ...posts] = await makePosts(9);
  if (!spare) throw new Error('nine works were made');
  const token = randomUUID();
  expect(await holdAll(posts, (index) => newBuyer({ viewer, ...(index < 4 && { token }) }))).toMatchObject({ held: 8 });
  await expect(hold(newBuyer({ viewer }), spare)).rejects.toMatchObject({ code: 'too-many-holds' });
  expect(await holdAll(await makePosts(4), () => newBuyer({ viewer: other, token }))).toMatchObject({ held: 4 });
  await expect(hold(newBuyer({ viewer: other, token }), spare)).rejects.toMatchObject({ code: 'too-many-holds' });
  expect(await hold(newBuyer({ viewer: other }), spare)).not.toBeNull();
});

test('of twenty checkouts that one known buyer opens at the same moment eight get a hold', async () => {
  const viewer = await makeKnown();
  const posts = await makePosts(20);
  expect(await holdAll(posts, () => newBuyer({ viewer }))).toEqual({ held: 8, refused: ['too-many-holds'] });
  expect(await db().order.count({ where: { buyerId: viewer.id, status: 'HELD' } })).toBe(MAX_HOLDS.known);
  expect(await db().post.count({ where: { id: { in: posts.map(({ id }) => id) }, heldUntil: { not: null } } })).toBe(8);
});

test.for<[string, () => Promise<Partial<Buyer>>]>([
  ['a browser without an account', async () => ({ token: randomUUID() })],
  ['an account that was made just now', async () => ({ viewer: await makeUser() })],
  ['an account of six days', async () => ({ viewer: await makeUser({ createdAt: daysAgo(6) }) })],
])('%s can hold three works, also at the same moment', async ([, makeBuyer]) => {
  const same = await makeBuyer();
  const result = await holdAll(await makePosts(8), () => newBuyer(same));
  expect(result).toEqual({ held: MAX_HOLDS.anonymous, refused: ['too-many-holds'] });
});

test.for<[string, (viewer: Viewer, post: CreatedPost) => Promise<unknown>]>([
  ['bought', ({ id }, post) => makeHeldOrder({ post, buyerId: id, status: 'PAID' })],
  ['sold', async ({ id }) => makeHeldOrder({ post: await makePost({ artistId: id }), status: 'PAID' })],
])('an account that has %s something is known from the first day', async ([, trade]) => {
  const viewer = await makeUser();
  await trade(viewer, await makePost());
  const result = await holdAll(await makePosts(10), () => newBuyer({ viewer }));
  expect(result).toEqual({ held: MAX_HOLDS.known, refused: ['too-many-holds'] });
});

test('of forty simultaneous known buyers behind one IP address thirty get a hold', async () => {
  const posts = await makePosts(40);
  const viewers = await Promise.all(posts.map(makeKnown));
  const address = randomUUID();
  expect(await holdAll(posts, (index) => newBuyer({ address, viewer: viewers[index] ?? null }))).toEqual({
    ...{ held: 30, refused: ['too-many-holds-here'] },
  });
  expect(await db().order.count({ where: { buyerAddress: address, status: 'HELD' } })).toBe(
    NETWORK_LIMITS.address.everyone,
  );
});

test('without a known address there is no limit per address', async () => {
  const posts = await makePosts(NETWORK_LIMITS.address.everyone + 1);
  expect(await holdAll(posts, () => newBuyer({ address: null }))).toEqual({ held: 31, refused: [] });
});

test('with a new cookie each time an address holds six works, and each network around it its own number', async () => {
  const address = randomUUID();
  expect(await holdAll(await makePosts(8), () => newBuyer({ address }))).toEqual({
    ...{ held: 6, refused: ['too-many-holds-here'] },
  });
  for (const size of ['/24', '/56', '/48'] as const) {
    const networks = [{ size, key: `${size} ${randomUUID()}` }];
    const count = NETWORK_LIMITS[size].anonymous;
    const result = await holdAll(await makePosts(count + 3), () => newBuyer({ networks }));
    expect(result, size).toEqual({ held: count, refused: ['too-many-holds-here'] });
    // A known buyer in the same network is not kept out by them.
    const [post] = await makePosts(1);
    if (post) expect(await hold(newBuyer({ networks, viewer: await makeKnown() }), post)).not.toBeNull();
  }
});

const DAY_MS = 24 * 60 * 60 * 1000;

/** Holds that ended unpaid, at these addresses. */
async function endUnpaid(
  post: CreatedPost,
  buyer: Buyer,
  status: 'CANCELLED' | 'EXPIRED' = 'EXPIRED',
): Promise<string> {
  const orderId = await hold(buyer, post);
  if (!orderId) throw new Error('the work was available');
  const end = { status, checkoutUrl: 'http://localhost:4242/c/pay/cs_test_ended' };
  await db().order.update({ where: { id: orderId }, data: end });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  return orderId;
}

test('after three holds of a work that ended unpaid there is a pause for that network, and nobody else', async () => {
  const post = await makePost();
  const address = randomUUID();
  const ended = [await endUnpaid(post, newBuyer({ address })), await endUnpaid(post, newBuyer({ address }))];
  // Buyers who cancel at once, also several times, have kept nobody away.
  for (let count = 0; count < 4; count++) await endUnpaid(post, newBuyer({ address }), 'CANCELLED');
  const cancelledLate = await endUnpaid(post, newBuyer({ address }), 'CANCELLED');
  const createdAt = new Date(Date.now() - (PAUSE_MINUTES + 1) * 60_000);
  await db().order.update({ where: { id: cancelledLate }, data: { createdAt } });
  await expect(hold(newBuyer({ address }), post)).rejects.toMatchObject({ code: 'reserved-too-often' });
  // Age costs nothing, so it does not help.
  for (const viewer of [await makeUser(), await makeKnown()])
    await expect(hold(newBuyer({ address, viewer }), post)).rejects.toMatchObject({ code: 'reserved-too-often' });
  expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({ heldUntil: null });

  const [another] = await makePosts(1);
  if (another) expect(await hold(newBuyer({ address }), another)).not.toBeNull();
  await endUnpaid(post, newBuyer());
  const collector = await makeUser();
  await makeHeldOrder({ post: await makePost(), buyerId: collector.id, status: 'PAID' });
  await endUnpaid(post, newBuyer({ address, viewer: collector }), 'CANCELLED');
  // A day later the first of them no longer counts.
  await db().order.update({
    where: { id: ended[0] ?? '' },
    data: { createdAt: new Date(Date.now() - DAY_MS - 1_000) },
  });
  expect(await hold(newBuyer({ address }), post)).not.toBeNull();
});

test('the pause is for wider networks too, and holds that never reached Stripe do not count', async () => {
  const post = await makePost();
  const networks = [{ size: '/48' as const, key: `/48 ${randomUUID()}` }];
  for (let count = 0; count < NETWORK_LIMITS['/48'].unpaid; count++) await endUnpaid(post, newBuyer({ networks }));
  await expect(hold(newBuyer({ networks }), post)).rejects.toMatchObject({ code: 'reserved-too-often' });

  const during = await makePost();
  const address = randomUUID();
  for (let count = 0; count < 5; count++) {
    const id = await endUnpaid(during, newBuyer({ address }), 'CANCELLED');
    await db().order.update({ where: { id }, data: { checkoutUrl: null } });
  }
  expect(await hold(newBuyer({ address }), during)).not.toBeNull();
});

test('admins see when many works are held, and from where', async () => {
  await db().order.updateMany({ where: { status: 'HELD' }, data: { status: 'EXPIRED' } });
  await db().post.updateMany({ data: { status: 'DRAFT', heldUntil: null } });
  const posts = await makePosts(30);
  expect(await summarizeHolds()).toEqual({ held: 0, onSale: null, networks: [] });
  const key = `/48 ${randomUUID()}`;
  const networks = [{ size: '/48' as const, key }];
  expect(await holdAll(posts.slice(0, 9), () => newBuyer({ networks }))).toMatchObject({ held: 9 });
  expect(await summarizeHolds()).toEqual({ held: 9, onSale: null, networks: [] });
  expect(await holdAll(posts.slice(9, 10), () => newBuyer({ networks }))).toMatchObject({ held: 1 });
  expect(await summarizeHolds()).toEqual({ held: 10, onSale: 30, networks: [{ key, holds: 10 }] });
  // One in five is the limit.
  await makePosts(21);
  expect(await summarizeHolds()).toEqual({ held: 10, onSale: null, networks: [] });
});
