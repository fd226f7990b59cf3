import { expect, test } from 'vitest';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import { closeDueAccounts } from '#lib/leaving/close-account.ts';
import { findClosing, listObstacles } from '#lib/leaving/find-closing.ts';
import { requestClosing } from '#lib/leaving/request-closing.ts';
import { undoClosing } from '#lib/leaving/undo-closing.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { getArtist, getPublicPost } from '#lib/posts/queries.ts';
import { waitForRedis } from '#lib/redis.ts';
import {
  makeHeldOrder,
  makePicture,
  makePost,
  makeSession,
  makeUser,
  postInput,
} from '../../support/database/factories.ts';
import { makeDue } from './leaving-fixture.ts';

await waitForRedis();

const DAY_MS = 24 * 60 * 60 * 1_000;
const buyerOf = (viewer: Awaited<ReturnType<typeof makeUser>> | null) => ({ viewer, token: 'token', address: null });
const stateOf = (id: string) =>
  db().user.findUniqueOrThrow({ where: { id }, select: { closesAt: true, closedAt: true, closingObstacle: true } });

test('published works leave the gallery at once, and come back to their place when it is undone', async () => {
  const artist = await makeUser();
  const listed = await makePost({ artistId: artist.id });
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT' });
  const sold = await makePost({ artistId: artist.id, status: 'SOLD' });
  const session = await makeSession(artist.id);
  const { closesAt, withdrawn } = await requestClosing(artist);
  expect(withdrawn).toEqual([{ id: listed.id, slug: listed.slug }]);
  expect(Math.abs((closesAt?.getTime() ?? 0) - Date.now() - 7 * DAY_MS)).toBeLessThan(60_000);
  expect(await getPublicPost(listed.slug)).toBeNull();
  expect(await getPublicPost(sold.slug)).not.toBeNull();
  expect(await getArtist(artist.username)).toBeNull();
  expect(await getViewer(session)).toEqual(artist);
  expect(await findClosing(artist)).toEqual({ closesAt: closesAt?.toISOString(), obstacle: null });
  expect((await requestClosing(artist)).closesAt).toEqual(closesAt);

  expect(await undoClosing(artist)).toEqual([{ id: listed.id, slug: listed.slug }]);
  expect(await getPublicPost(listed.slug)).toMatchObject({ listedAt: listed.listedAt?.toISOString() });
  expect(await getArtist(artist.username)).not.toBeNull();
  expect(await findClosing(artist)).toBeNull();
  expect((await db().post.findUniqueOrThrow({ where: { id: draft.id } })).status).toBe('DRAFT');
  expect(await undoClosing(artist)).toEqual([]);
});

test('a work without pictures does not come back, and only one’s own account is kept', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  const work = await makePost({ artistId: artist.id });
  await requestClosing(artist);
  await db().postImage.deleteMany({ where: { postId: work.id } });
  expect(await undoClosing(other)).toEqual([]);
  expect(await findClosing(artist)).not.toBeNull();
  expect(await undoClosing(artist)).toEqual([]);
  expect(await db().post.findUniqueOrThrow({ where: { id: work.id } })).toMatchObject({
    status: 'DRAFT',
    withdrawn: false,
  });
});

test('who is leaving publishes nothing and buys nothing', async () => {
  const artist = await makeUser();
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT' });
  const picture = await makePicture(artist.id);
  await requestClosing(artist);
  await expect(publishPost(artist, draft.id)).rejects.toMatchObject({ code: 'account-closing' });
  const input = postInput({ pictures: [{ id: picture.id, alt: '' }] });
  await expect(createPost(artist, input, { publish: true })).rejects.toMatchObject({ code: 'account-closing' });
  const work = await makePost();
  const shown = { amount: 12_000, currency: 'EUR' };
  await expect(startCheckout(buyerOf(artist), work.slug, shown)).rejects.toMatchObject({ code: 'account-closing' });
  expect(await db().post.findUniqueOrThrow({ where: { id: work.id } })).toMatchObject({ heldUntil: null });
  await expect(createPost(artist, postInput(), { publish: false })).resolves.toMatchObject({ id: expect.any(String) });
});

test.for([
  ['HELD', 'Somebody is buying your work', 'You are buying'],
  ['PROCESSING', 'is still being processed', 'Your payment'],
  ['DISPUTED', 'is disputed', 'Your payment'],
  ['REFUND_DUE', 'is not complete yet', 'still on its way to you'],
] as const)(
  'an order that is %s stands in the way, for both sides, by its name',
  async ([status, ofArtist, ofBuyer]) => {
    const [artist, buyer] = [await makeUser(), await makeUser()];
    const post = await makePost({ artistId: artist.id, title: 'Harbour in fog' });
    const { orderId } = await makeHeldOrder({ post, status, buyerId: buyer.id });
    for (const [viewer, sentence] of [
      [artist, ofArtist],
      [buyer, ofBuyer],
    ] as const) {
      expect(await listObstacles(viewer)).toEqual([expect.stringContaining(sentence)]);
      expect(await listObstacles(viewer)).toEqual([expect.stringContaining('“Harbour in fog”')]);
      expect(await requestClosing(viewer)).toMatchObject({ closesAt: null, obstacles: [{ title: 'Harbour in fog' }] });
      expect(await stateOf(viewer.id)).toMatchObject({ closesAt: null });
    }
    await db().order.update({ where: { id: orderId }, data: { status: 'REFUNDED' } });
    await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
    for (const viewer of [artist, buyer]) expect((await requestClosing(viewer)).closesAt).not.toBeNull();
  },
);

test('so do a flag, a refund that was asked for and one that is pending', async () => {
  const [artist, buyer] = [await makeUser(), await makeUser()];
  const post = await makePost({ artistId: artist.id, status: 'SOLD' });
  const { orderId } = await makeHeldOrder({ post, status: 'PAID', buyerId: buyer.id });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  const change = (data: object) => db().order.update({ where: { id: orderId }, data });
  const obstacles = async () => [...(await listObstacles(artist)), ...(await listObstacles(buyer))];
  expect(await obstacles()).toEqual([]);
  await change({ flag: 'odd' });
  expect(await obstacles()).toEqual([expect.stringContaining('looking into'), expect.stringContaining('looking into')]);
  await change({ flag: null, refundRequestedAt: new Date() });
  expect(await obstacles()).toHaveLength(2);
  await change({ refundRequestedAt: null, status: 'REFUNDED' });
  expect(await obstacles()).toEqual([]);
  await db().refund.create({ data: { id: 're_1', orderId, amount: 1, currency: 'EUR', status: 'pending' } });
  expect(await obstacles()).toHaveLength(2);
});

test('the last admin stays, also when two leave at once; a demo account cannot be closed', async () => {
  const admins = [await makeUser({ role: 'ADMIN' }), await makeUser({ role: 'ADMIN' })] as const;
  await makeUser({ role: 'ADMIN', suspendedAt: new Date() });
  const results = await Promise.all(admins.map(requestClosing));
  expect(results.filter(({ closesAt }) => closesAt !== null)).toHaveLength(1);
  expect(results.flatMap(({ obstacles }) => obstacles)).toEqual([{ kind: 'last-admin' }]);
  const demo = await makeUser({ isDemo: true });
  expect((await requestClosing(demo)).obstacles).toEqual([{ kind: 'demo' }]);
  await db().user.deleteMany({ where: { role: 'ADMIN' } });
});

test('what begins within the seven days postpones the end, and the owner reads why', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id, status: 'SOLD', title: 'Blue hour' });
  const { orderId } = await makeHeldOrder({ post, status: 'PAID' });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  await requestClosing(artist);
  await db().order.update({ where: { id: orderId }, data: { status: 'DISPUTED' } });
  await makeDue(artist.id);
  expect(await closeDueAccounts()).toBe(0);
  const { closesAt, closedAt, closingObstacle } = await stateOf(artist.id);
  expect(closedAt).toBeNull();
  expect(closingObstacle).toBe('The payment for your work “Blue hour” is disputed.');
  expect((closesAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(DAY_MS - 60_000);
  await db().order.update({ where: { id: orderId }, data: { status: 'PAID' } });
  await makeDue(artist.id);
  expect(await closeDueAccounts()).toBe(1);
  expect((await stateOf(artist.id)).closedAt).not.toBeNull();
});

test('an account that was suspended meanwhile waits for the host’s decision', async () => {
  const person = await makeUser();
  await requestClosing(person);
  await makeDue(person.id);
  await db().user.update({ where: { id: person.id }, data: { suspendedAt: new Date() } });
  expect(await closeDueAccounts()).toBe(0);
  expect((await stateOf(person.id)).closingObstacle).toContain('suspended');
});

test('nothing is closed before its time, or after it was undone', async () => {
  const [early, undone] = [await makeUser(), await makeUser()];
  await requestClosing(early);
  await requestClosing(undone);
  await makeDue(undone.id);
  await undoClosing(undone);
  expect(await closeDueAccounts()).toBe(0);
});
