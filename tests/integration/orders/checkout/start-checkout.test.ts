import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { makePost, makeUser, saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';

const stripe = await startTestStripe();
const SHOWN = { amount: 12_000, currency: 'EUR' };
const newBuyer = (viewer: Viewer | null = null) => ({ viewer, token: randomUUID(), address: randomUUID() });

test('holds the work, creates the order and opens a session that matches it', async () => {
  const post = await makePost({ title: 'Fog & “light”' });
  const buyer = newBuyer(await makeUser());
  const { checkoutUrl, change } = await startCheckout(buyer, post.slug, SHOWN);

  const order = await db().order.findUniqueOrThrow({ where: { id: change.orderId }, include: { post: true } });
  expect(order).toMatchObject({
    status: 'HELD',
    buyerId: buyer.viewer?.id,
    buyerToken: buyer.token,
    buyerEmail: buyer.viewer?.email,
    amount: 12_000n,
    currency: 'EUR',
    priceAmount: 12_000n,
    priceCurrency: 'EUR',
    checkoutUrl,
    post: { id: post.id, status: 'LISTED' },
  });
  expect(order.post.heldUntil).toEqual(order.heldUntil);
  const minutes = (order.heldUntil.getTime() - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(30);
  expect(minutes).toBeLessThanOrEqual(31);

  const session = (await stripe.state()).sessions.find(({ id }) => id === order.sessionId);
  expect(session).toMatchObject({
    url: checkoutUrl,
    amount_total: 12_000,
    currency: 'eur',
    client_reference_id: order.id,
    metadata: { orderId: order.id, postId: post.id },
    customer_email: buyer.viewer?.email,
    expires_at: order.heldUntil.getTime() / 1000,
    success_url: `http://localhost:3000/orders/${order.id}?from=checkout`,
    cancel_url: `http://localhost:3000/orders/${order.id}/cancel`,
  });
});

test('buying needs no account', async () => {
  const post = await makePost();
  const { change } = await startCheckout(newBuyer(), post.slug, SHOWN);
  expect(await db().order.findUnique({ where: { id: change.orderId } })).toMatchObject({ buyerId: null });
});

test.for([
  ['not-for-sale', { status: 'DRAFT' }],
  // A draft that was never public is nobody's business.
  ['not-found', { status: 'DRAFT', listedAt: null }],
  ['sold', { status: 'SOLD', soldAt: new Date() }],
  ['not-found', { hiddenAt: new Date() }],
  ['being-bought', { heldUntil: new Date(Date.now() + 60_000) }],
  // Only Stripe ends a hold, never a clock.
  ['being-bought', { heldUntil: new Date(Date.now() - 60_000) }],
  ['price-changed', { priceAmount: 13_000 }],
  ['price-changed', { priceCurrency: 'USD' }],
] as const)('is refused as %s for a work with %o', async ([code, changes]) => {
  const post = await makePost(changes);
  await expect(startCheckout(newBuyer(), post.slug, SHOWN)).rejects.toMatchObject({ code });
  expect(await db().order.count({ where: { postId: post.id } })).toBe(0);
  expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({ heldUntil: post.heldUntil });
});

test('artists cannot buy their own works, and an unknown work is not found', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id });
  await expect(startCheckout(newBuyer(artist), post.slug, SHOWN)).rejects.toMatchObject({ code: 'own-work' });
  await expect(startCheckout(newBuyer(), 'nowhere', SHOWN)).rejects.toMatchObject({ code: 'not-found' });
});

test('the same buyer gets the same payment page again, and when signed in also in another browser', async () => {
  const post = await makePost();
  const buyer = newBuyer(await makeUser());
  const first = await startCheckout(buyer, post.slug, SHOWN);
  expect(await startCheckout(buyer, post.slug, SHOWN)).toEqual(first);
  expect(await startCheckout(newBuyer(buyer.viewer), post.slug, SHOWN)).toEqual(first);
  expect(await startCheckout({ ...buyer, viewer: null }, post.slug, SHOWN)).toEqual(first);
  await expect(startCheckout(newBuyer(), post.slug, SHOWN)).rejects.toMatchObject({ code: 'being-bought' });
  expect(await db().order.count({ where: { postId: post.id } })).toBe(1);
});

test('a double click makes one order and one session', async () => {
  const post = await makePost();
  const buyer = newBuyer();
  const both = await Promise.all([startCheckout(buyer, post.slug, SHOWN), startCheckout(buyer, post.slug, SHOWN)]);
  expect(both[0]).toEqual(both[1]);
  const { sessions } = await stripe.state();
  expect(sessions.filter(({ metadata }) => metadata?.postId === post.id)).toHaveLength(1);
});

test('of fifty buyers at once one gets the work', async () => {
  const post = await makePost();
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => startCheckout(newBuyer(), post.slug, SHOWN)),
  );
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
  expect(refused).toEqual(Array(49).fill('being-bought'));
  expect(await db().order.count({ where: { postId: post.id } })).toBe(1);
});

test('if Stripe refuses, the order fails and the work is available', async () => {
  const post = await makePost();
  await stripe.control('fault', { path: '/v1/checkout/sessions', method: 'POST', status: 400 });
  await expect(startCheckout(newBuyer(), post.slug, SHOWN)).rejects.toMatchObject({ code: 'payment-refused' });
  const { id: orderId } = await db().order.findFirstOrThrow({ where: { postId: post.id } });
  expect(await saleState({ orderId })).toMatchObject({ order: 'FAILED', post: 'LISTED', held: false });
  await startCheckout(newBuyer(), post.slug, SHOWN);
});

test('if Stripe does not reply, the hold stays and the same buyer gets the one session later', async () => {
  const post = await makePost();
  const buyer = newBuyer();
  await stripe.control('fault', { path: '/v1/checkout/sessions', method: 'POST', dropReply: true, times: 1 });
  await stripe.control('fault', { path: '/v1/checkout/sessions', method: 'POST', status: 500, times: 2 });
  await expect(startCheckout(buyer, post.slug, SHOWN)).rejects.toMatchObject({ code: 'try-later' });
  await expect(startCheckout(newBuyer(), post.slug, SHOWN)).rejects.toMatchObject({ code: 'being-bought' });
  await startCheckout(buyer, post.slug, SHOWN);
  const { sessions } = await stripe.state();
  expect(sessions.filter(({ metadata }) => metadata?.postId === post.id)).toHaveLength(1);
});

test.for([
  ['address', 200, () => ({ address: 'one' })],
  ['browser', 60, () => ({ token: 'one' })],
  ['account', 60, (viewer: Viewer) => ({ viewer })],
] as const)('starts are limited per %s', async ([, limit, same]) => {
  const viewer = await makeUser();
  const begin = (changes: object) =>
    startCheckout({ ...newBuyer(), ...changes }, 'nowhere', SHOWN).catch((error) => error.code);
  const codes = await Promise.all(Array.from({ length: limit + 1 }, () => begin(same(viewer))));
  expect(codes.filter((code) => code === 'too-many-attempts')).toHaveLength(1);
  expect(await begin({})).toBe('not-found');
});

test('starts from an unknown address are not limited per address', async () => {
  const begin = () => startCheckout({ ...newBuyer(), address: null }, 'nowhere', SHOWN).catch((error) => error.code);
  const codes = await Promise.all(Array.from({ length: 201 }, begin));
  expect(new Set(codes)).toEqual(new Set(['not-found']));
});

test('a work of a suspended artist cannot be bought, but a buyer who already holds it can finish', async () => {
  const [post, held] = [await makePost(), await makePost()];
  const buyer = newBuyer();
  const first = await startCheckout(buyer, held.slug, SHOWN);
  const artists = [post.artistId, held.artistId];
  await db().user.updateMany({ where: { id: { in: artists } }, data: { suspendedAt: new Date() } });
  await expect(startCheckout(buyer, post.slug, SHOWN)).rejects.toMatchObject({ code: 'not-found' });
  expect(await startCheckout(buyer, held.slug, SHOWN)).toEqual(first);
});

test('the database forbids a second live order of a work', async () => {
  const post = await makePost();
  const order = {
    postId: post.id,
    ...{ buyerToken: 'x', amount: 1, currency: 'EUR', priceAmount: 1, priceCurrency: 'EUR', heldUntil: new Date() },
  };
  const live = ['HELD', 'PROCESSING', 'PAID', 'DISPUTED'] as const;
  for (const status of live) {
    const first = await db().order.create({ data: { ...order, status } });
    for (const second of live) {
      await expect(db().order.create({ data: { ...order, status: second } })).rejects.toMatchObject({ code: 'P2002' });
    }
    await db().order.update({ where: { id: first.id }, data: { status: 'REFUNDED' } });
  }
  for (const status of ['CANCELLED', 'EXPIRED', 'FAILED', 'REFUND_DUE', 'REFUNDED', 'PAID'] as const)
    await db().order.create({ data: { ...order, status } });
});
