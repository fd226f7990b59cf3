import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { type Buyer, MAX_HOLDS, placeHold } from '#lib/orders/checkout/place-hold.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { type CreatedPost, makePost, makeUser, saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';

await startTestStripe();
const PRICE = { amount: 12_000, currency: 'EUR' };
const newBuyer = (changes: Partial<Buyer> = {}): Buyer => ({
  ...{ viewer: null, token: randomUUID(), address: randomUUID(), ...changes },
});
const makePosts = (count: number) => Promise.all(Array.from({ length: count }, () => makePost()));
const hold = (buyer: Buyer, post: CreatedPost) => placeHold(buyer, post.id, unconvertedQuote(PRICE));

/** Tries to hold all works. @returns how many are held, and the codes of the refusals. */
async function holdAll(posts: CreatedPost[], buyerOf: (index: number) => Buyer) {
  const results = await Promise.allSettled(posts.map((post, index) => hold(buyerOf(index), post)));
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
  return { held: results.length - refused.length, refused: [...new Set(refused)] };
}

test('a buyer can hold eight works, and a ninth only after one of them is released', async () => {
  const [ninth, first, ...others] = await makePosts(9);
  if (!first || !ninth) throw new Error('nine works were made');
  const buyer = newBuyer();
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
  const [viewer, other] = [await makeUser(), await makeUser()];
  const [spare, ...posts] = await makePosts(9);
  if (!spare) throw new Error('nine works were made');
  const token = randomUUID();
  expect(await holdAll(posts, (index) => newBuyer({ viewer, ...(index < 4 && { token }) }))).toMatchObject({ held: 8 });
  await expect(hold(newBuyer({ viewer }), spare)).rejects.toMatchObject({ code: 'too-many-holds' });
  expect(await holdAll(await makePosts(4), () => newBuyer({ token }))).toMatchObject({ held: 4 });
  await expect(hold(newBuyer({ viewer: other, token }), spare)).rejects.toMatchObject({ code: 'too-many-holds' });
  expect(await hold(newBuyer({ viewer: other }), spare)).not.toBeNull();
});

test('of twenty checkouts that one buyer opens at the same moment eight get a hold', async () => {
  const viewer = await makeUser();
  const posts = await makePosts(20);
  expect(await holdAll(posts, () => newBuyer({ viewer }))).toEqual({ held: 8, refused: ['too-many-holds'] });
  expect(await db().order.count({ where: { buyerId: viewer.id, status: 'HELD' } })).toBe(MAX_HOLDS.buyer);
  expect(await db().post.count({ where: { id: { in: posts.map(({ id }) => id) }, heldUntil: { not: null } } })).toBe(8);
});

test('of forty simultaneous buyers behind one IP address thirty get a hold', async () => {
  const posts = await makePosts(40);
  const address = randomUUID();
  expect(await holdAll(posts, () => newBuyer({ address }))).toEqual({ held: 30, refused: ['too-many-holds-here'] });
  expect(await db().order.count({ where: { buyerAddress: address, status: 'HELD' } })).toBe(MAX_HOLDS.address);
});

test('without a known address there is no limit per address', async () => {
  const posts = await makePosts(MAX_HOLDS.address + 1);
  expect(await holdAll(posts, () => newBuyer({ address: null }))).toEqual({ held: 31, refused: [] });
});
