import { afterEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { messageBody } from '#lib/domain/webhooks/endpoint.ts';
import type { WebhookEvent } from '#lib/domain/webhooks/webhook-events.ts';
import { requestClosing } from '#lib/leaving/request-closing.ts';
import { undoClosing } from '#lib/leaving/undo-closing.ts';
import { lockSale, transitionOrder } from '#lib/orders/settlement/transition-order.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { hidePost, showPost } from '#lib/posts/moderate-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { WEBHOOK_SCHEMAS } from '#lib/schemas/webhooks.ts';
import { claimDeliveries } from '#lib/webhooks/claim-deliveries.ts';
import { makePicture, makePost, makeUser, postInput, saleState } from '../../support/database/factories.ts';
import { addEndpoint, deliveries, makeSale, messages, pay, payIn } from './webhook-fixture.ts';

process.env.WEBHOOK_PRIVATE_NETWORKS = '127.0.0.0/8';

const URL = 'http://127.0.0.1:9/hooks';

// The shop's endpoints hear of everything, also of other tests.
afterEach(() => db().webhookEndpoint.deleteMany({ where: { userId: null } }));

const typesOf = async (endpointId: string) => {
  const rows = await db().webhookDelivery.findMany({
    where: { endpointId },
    orderBy: { number: 'asc' },
    select: { message: { select: { type: true } } },
  });
  return rows.map(({ message }) => message.type);
};

test('a sale and what becomes of it: each change is told once, as it is described, and without the buyer', async () => {
  const artist = await makeUser({ displayName: 'Mira Castellan' });
  const { id } = await addEndpoint(artist, URL);
  const { orderId, post } = await makeSale(artist);
  for (const event of ['paid', 'dispute-opened', 'dispute-won', 'refunded'] as const) {
    await db().$transaction(async (tx) => {
      const sale = await lockSale(tx, orderId);
      if (sale) await transitionOrder(tx, sale, event);
    });
  }
  const told = await messages(post.id);
  expect(told.map(({ type }) => type)).toEqual([
    ...['order.paid', 'post.sold', 'order.disputed', 'order.dispute_won', 'order.refunded', 'post.unpublished'],
  ]);
  expect(await typesOf(id)).toEqual(told.map(({ type }) => type));
  for (const message of told) {
    const body = messageBody(message);
    const parsed = WEBHOOK_SCHEMAS[message.type as WebhookEvent].parse(JSON.parse(body));
    // Nothing is sent that the description does not have.
    expect(parsed).toEqual(JSON.parse(body));
    expect(body).not.toMatch(/ada|lovelace/i);
  }
  const [paid, sold] = told;
  expect(paid?.data).toMatchObject({
    ...{ id: orderId, status: 'paid', url: `http://localhost:3000/dashboard/sales/${orderId}` },
    ...{ charged: { amount: 12_000, currency: 'EUR' }, refunded: { amount: 0, currency: 'EUR' } },
    post: { id: post.id, artist: { username: artist.username, displayName: 'Mira Castellan' } },
  });
  expect(sold?.data).toMatchObject({ id: post.id, status: 'sold', url: `http://localhost:3000/posts/${post.slug}` });
});

test('publishing, changing, hiding and leaving are told; what changes nothing is not', async () => {
  const [artist, moderator] = [await makeUser(), await makeUser({ role: 'MODERATOR' })];
  const { id } = await addEndpoint(artist, URL);
  const picture = { ...(await makePicture(artist.id)), alt: '' };
  const input = postInput({ pictures: [picture] });
  const post = await createPost(artist, input, { publish: true });
  await updatePost(artist, post.id, { ...input, title: 'Harbour at night' });
  for (let time = 0; time < 2; time++) {
    await hidePost(moderator, post.id, 'Why.');
    await showPost(moderator, post.id);
    await unpublishPost(artist, post.id);
    await unpublishPost(artist, post.id);
    await publishPost(artist, post.id);
    await publishPost(artist, post.id);
  }
  await requestClosing(artist);
  await undoClosing(artist);
  await unpublishPost(artist, post.id);
  // A draft is the artist's own business.
  await updatePost(artist, post.id, input);
  await createPost(artist, postInput(), { publish: false });
  const round = ['post.hidden', 'post.shown', 'post.unpublished', 'post.published'];
  expect(await typesOf(id)).toEqual([
    ...['post.published', 'post.updated', ...round, ...round],
    ...['post.unpublished', 'post.published', 'post.unpublished'],
  ]);
  const [first, second] = await messages(post.id);
  expect(first?.data).toMatchObject({ title: 'Harbour in fog', status: 'published', isHidden: false });
  expect(second?.data).toMatchObject({ title: 'Harbour at night' });
});

test('an artist’s endpoint is told of their own works, the shop’s of all, each only what it has chosen', async () => {
  const [artist, other, admin] = [await makeUser(), await makeUser(), await makeUser({ role: 'ADMIN' })];
  const own = await addEndpoint(artist, URL, { events: ['post.sold'] });
  const shop = await addEndpoint(admin, URL, { scope: 'shop', events: ['order.paid', 'post.sold'] });
  const ofAdmin = await addEndpoint(admin, URL);
  for (const person of [artist, other]) await pay((await makeSale(person)).orderId);
  expect(await typesOf(own.id)).toEqual(['post.sold']);
  expect(await typesOf(shop.id)).toEqual(['order.paid', 'post.sold', 'order.paid', 'post.sold']);
  expect(await typesOf(ofAdmin.id)).toEqual([]);
  expect(await db().webhookMessage.count({ where: { artistId: artist.id, type: 'post.sold' } })).toBe(1);
});

test('where nobody listens nothing is written, and a suspended account is told nothing', async () => {
  const artist = await makeUser();
  const { id } = await addEndpoint(artist, URL, { events: ['post.hidden'] });
  const { post, orderId } = await makeSale(artist);
  await pay(orderId);
  expect(await messages(post.id)).toEqual([]);
  await db().user.update({ where: { id: artist.id }, data: { suspendedAt: new Date() } });
  const another = await makePost({ artistId: artist.id });
  await hidePost(await makeUser({ role: 'MODERATOR' }), another.id, 'Why.');
  expect(await messages(another.id)).toEqual([]);
  expect(await deliveries(id)).toEqual([]);
});

test('a change that is rolled back tells nothing', async () => {
  const artist = await makeUser();
  await addEndpoint(artist, URL);
  const { post, orderId } = await makeSale(artist);
  const failed = db().$transaction(async (tx) => {
    await payIn(tx, orderId);
    expect(await tx.webhookMessage.count({ where: { postId: post.id } })).toBe(2);
    throw new Error('the power went');
  });
  await expect(failed).rejects.toThrow('the power went');
  expect(await messages(post.id)).toEqual([]);
});

test('a sale neither waits for an endpoint that is being deleted, nor fails with it', async () => {
  const artist = await makeUser();
  const { id } = await addEndpoint(artist, URL);
  const { post, orderId } = await makeSale(artist);
  await db().$transaction(async (tx) => {
    await tx.webhookEndpoint.deleteMany({ where: { id } });
    await pay(orderId);
  });
  expect(await saleState({ orderId })).toMatchObject({ order: 'PAID', post: 'SOLD' });
  // What it has left is nobody's, and no worker attempts it.
  expect(await deliveries(id)).toHaveLength(2);
  const claimed = await claimDeliveries({ all: 64, failing: 32 });
  expect(claimed.map(({ endpointId }) => endpointId)).not.toContain(id);
  expect(await messages(post.id)).toHaveLength(2);
});
