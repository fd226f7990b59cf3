import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { ownPrice } from '#lib/domain/exchange/quote.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { type Buyer, MAX_HOLDS, placeHold } from '#lib/orders/checkout/place-hold.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { type MadePost, makePost, makeUser, saleState } from '../../../support/database/factories.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';

await stripeForTests();
const PRICE = { amount: 12_000, currency: 'EUR' };
const stranger = (changes: Partial<Buyer> = {}): Buyer => ({
  ...{ viewer: null, token: randomUUID(), address: randomUUID(), ...changes },
});
const makePosts = (count: number) => Promise.all(Array.from({ length: count }, () => makePost()));
const hold = (buyer: Buyer, post: MadePost) => placeHold(buyer, post.id, ownPrice(PRICE));

/** How many of these works could be held, and why the others could not. */
async function holdAll(posts: MadePost[], buyerOf: (index: number) => Buyer) {
  const answers = await Promise.allSettled(posts.map((post, index) => hold(buyerOf(index), post)));
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
  return { held: answers.length - refused.length, refused: [...new Set(refused)] };
}

test('a buyer holds eight works; the ninth stays free until one of them is given back', async () => {
  const [ninth, first, ...others] = await makePosts(9);
  if (!first || !ninth) throw new Error('nine works were made');
  const buyer = stranger();
  const { change } = await startCheckout(buyer, first.slug, PRICE);
  expect(await holdAll(others, () => buyer)).toEqual({ held: 7, refused: [] });
  await expect(startCheckout(buyer, ninth.slug, PRICE)).rejects.toMatchObject({ code: 'too-many-holds' });
  expect(await db().post.findUnique({ where: { id: ninth.id } })).toMatchObject({ status: 'LISTED', heldUntil: null });
  expect(await db().order.count({ where: { postId: ninth.id } })).toBe(0);

  // His own holds are his as before, and the ninth is anybody else's.
  expect((await startCheckout(buyer, first.slug, PRICE)).change).toEqual(change);
  await cancelCheckout(change.orderId);
  const again = await startCheckout(buyer, ninth.slug, PRICE);
  expect(await saleState(again.change)).toMatchObject({ order: 'HELD', held: true });
});

test('an account counts in every browser, and a browser counts under every account', async () => {
  const [viewer, other] = [await makeUser(), await makeUser()];
  const [spare, ...posts] = await makePosts(9);
  if (!spare) throw new Error('nine works were made');
  const token = randomUUID();
  expect(await holdAll(posts, (index) => stranger({ viewer, ...(index < 4 && { token }) }))).toMatchObject({ held: 8 });
  await expect(hold(stranger({ viewer }), spare)).rejects.toMatchObject({ code: 'too-many-holds' });
  expect(await holdAll(await makePosts(4), () => stranger({ token }))).toMatchObject({ held: 4 });
  await expect(hold(stranger({ viewer: other, token }), spare)).rejects.toMatchObject({ code: 'too-many-holds' });
  expect(await hold(stranger({ viewer: other }), spare)).not.toBeNull();
});

test('of twenty checkouts that one buyer opens at the same moment eight begin', async () => {
  const viewer = await makeUser();
  const posts = await makePosts(20);
  expect(await holdAll(posts, () => stranger({ viewer }))).toEqual({ held: 8, refused: ['too-many-holds'] });
  expect(await db().order.count({ where: { buyerId: viewer.id, status: 'HELD' } })).toBe(MAX_HOLDS.buyer);
  expect(await db().post.count({ where: { id: { in: posts.map(({ id }) => id) }, heldUntil: { not: null } } })).toBe(8);
});

test('of forty buyers behind one address thirty get their works, however they hurry', async () => {
  const posts = await makePosts(40);
  const address = randomUUID();
  expect(await holdAll(posts, () => stranger({ address }))).toEqual({ held: 30, refused: ['too-many-holds-here'] });
  expect(await db().order.count({ where: { buyerAddress: address, status: 'HELD' } })).toBe(MAX_HOLDS.address);
});

test('where no address is known none is counted', async () => {
  const posts = await makePosts(MAX_HOLDS.address + 1);
  expect(await holdAll(posts, () => stranger({ address: null }))).toEqual({ held: 31, refused: [] });
});
