import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import { placeHold } from '#lib/orders/checkout/place-hold.ts';
import { hidePost, showPost } from '#lib/posts/moderate-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { getPublicPost, listOwnPosts, listPublicPosts } from '#lib/posts/queries.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { findWorks } from '#lib/search/find-works.ts';
import { flushIndex } from '#lib/search/flush-index.ts';
import { indexDuePosts } from '#lib/search/index-due-posts.ts';
import { makeHeldOrder, makePost, makeUser, saleState } from '../../support/database/factories.ts';

const REASON = 'This is a photograph of somebody else’s painting.';

const rowsAbout = (subjectId: string) => db().auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } });
const isListed = async (id: string) => (await listPublicPosts()).posts.some((post) => post.id === id);

test('a hidden work is on no page, its artist sees why, and it comes back as it was', async () => {
  const [moderator, artist] = [await makeUser({ role: 'MODERATOR' }), await makeUser()];
  const { id, slug, title } = await makePost({ artistId: artist.id });
  const post = { id, slug, username: artist.username };
  expect(await hidePost(moderator, id, REASON)).toEqual({ post, isChanged: true });
  expect(await getPublicPost(slug)).toBeNull();
  expect(await isListed(id)).toBe(false);
  expect((await listOwnPosts(artist, null)).rows).toMatchObject([{ id, status: 'LISTED', hidden: REASON }]);

  // A second moderator comes too late, and the first reason stays.
  const late = await hidePost(await makeUser({ role: 'ADMIN' }), id, 'Another reason.');
  expect(late).toEqual({ post, isChanged: false });
  // Publishing again does not show it.
  await unpublishPost(artist, id);
  await publishPost(artist, id);
  expect(await getPublicPost(slug)).toBeNull();

  for (let time = 0; time < 2; time++) await showPost(moderator, id);
  expect(await getPublicPost(slug)).toMatchObject({ id });
  expect((await listOwnPosts(artist, null)).rows).toMatchObject([{ id, hidden: null }]);
  const by = { actorId: moderator.id, subjectKind: 'work', subjectName: title };
  expect(await rowsAbout(id)).toMatchObject([
    { action: 'work-hidden', details: { reason: REASON }, ...by },
    { action: 'work-shown', details: {}, ...by },
  ]);
});

test('members, its artist among them, can neither hide a work nor show it again', async () => {
  const artist = await makeUser();
  const { id, slug } = await makePost({ artistId: artist.id });
  const hidden = await makePost({ artistId: artist.id, hiddenAt: new Date(), hiddenReason: REASON });
  for (const viewer of [artist, await makeUser()]) {
    await expect(hidePost(viewer, id, REASON)).rejects.toMatchObject({ code: 'not-found' });
    await expect(showPost(viewer, hidden.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(findWorks(viewer, slug)).rejects.toMatchObject({ code: 'not-found' });
  }
  expect(await getPublicPost(slug)).not.toBeNull();
  expect(await getPublicPost(hidden.slug)).toBeNull();
  expect([...(await rowsAbout(id)), ...(await rowsAbout(hidden.id))]).toEqual([]);
});

test('a work that does not exist is not found', async () => {
  const moderator = await makeUser({ role: 'MODERATOR' });
  await expect(hidePost(moderator, crypto.randomUUID(), REASON)).rejects.toMatchObject({ code: 'not-found' });
  await expect(showPost(moderator, crypto.randomUUID())).rejects.toMatchObject({ code: 'not-found' });
});

test('an open checkout continues when its work is hidden, and nobody else can begin one', async () => {
  const moderator = await makeUser({ role: 'MODERATOR' });
  const order = await makeHeldOrder();
  await hidePost(moderator, order.postId, REASON);
  expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true });
  const free = await makePost();
  const buy = () =>
    placeHold(
      { viewer: null, token: crypto.randomUUID(), address: null },
      free.id,
      unconvertedQuote({ amount: Number(free.priceAmount), currency: free.priceCurrency }),
    );
  await hidePost(moderator, free.id, REASON);
  expect(await buy()).toBeNull();
  await showPost(moderator, free.id);
  expect(await buy()).not.toBeNull();
});

test('a work is found by its title, slug, URL and artist, also when it is hidden; a draft is not', async () => {
  const moderator = await makeUser({ role: 'MODERATOR' });
  const artist = await makeUser({ displayName: 'Zdzisława Ąckerman' });
  const work = await makePost({ artistId: artist.id, title: 'Quagmire at noon' });
  const hidden = await makePost({ title: 'Quagmire at night', hiddenAt: new Date(), hiddenReason: REASON });
  const draft = await makePost({ artistId: artist.id, title: 'Quagmire at dawn', status: 'DRAFT', listedAt: null });
  await indexDuePosts({ stop: new AbortController().signal });
  await flushIndex();
  const ids = async (words: string) => (await findWorks(moderator, words)).map(({ id }) => id);
  expect((await ids('quagmire')).sort()).toEqual([work.id, hidden.id].sort());
  expect(await ids('QUAGMIRE at NIGHT')).toContain(hidden.id);
  for (const words of [work.slug, `https://shop.example/posts/${work.slug}?x=1`, artist.username, artist.displayName])
    expect(await ids(words)).toContain(work.id);
  expect(await ids(`/posts/${hidden.slug}`)).toEqual([hidden.id]);
  for (const words of [draft.slug, artist.username, 'dawn']) expect(await ids(words)).not.toContain(draft.id);
  expect(await ids('')).toContain(hidden.id);
  expect(await ids('')).not.toContain(work.id);
  expect(await ids("'); DROP TABLE posts; --")).toEqual([]);
});
