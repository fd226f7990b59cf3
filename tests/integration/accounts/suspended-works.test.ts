import { expect, test } from 'vitest';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { getCurrentCollection } from '#lib/collections/queries.ts';
import { saveCollection } from '#lib/collections/save-collection.ts';
import { db } from '#lib/db.ts';
import { EVERYTHING } from '#lib/domain/search/search.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { hidePost, showPost } from '#lib/posts/moderate-post.ts';
import { getPublicPost, listPublicPosts } from '#lib/posts/queries.ts';
import { listMoreByArtist } from '#lib/posts/related/list-more-by-artist.ts';
import { listSimilar } from '#lib/posts/related/list-similar.ts';
import { listCardsOf } from '#lib/posts/saved/queries.ts';
import { createSitemap } from '#lib/posts/sitemap.ts';
import { findWorks } from '#lib/search/find-works.ts';
import { indexDuePosts } from '#lib/search/index-due-posts.ts';
import { searchPosts } from '#lib/search/search-posts.ts';
import { makeHeldOrder, makePost, makeUser, saleState } from '../../support/database/factories.ts';
import { waitForLockedStatement } from '../../support/database/lock-rows.ts';
import { refundEvent, sessionEvent } from '../../support/stripe/stripe-events.ts';
import { messageKinds, processJson } from '../orders/settlement/processing-fixture.ts';

const SHOWN = { amount: 12_000, currency: 'EUR' };
const newBuyer = () => ({ viewer: null, token: crypto.randomUUID(), address: null });
const admin = await makeUser({ role: 'ADMIN' });
const isHidden = async (id: string) => (await db().post.findUniqueOrThrow({ where: { id } })).hiddenAt !== null;

test('the works of a suspended artist are on no list, page, search, sitemap or API, and come back afterwards', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id, title: 'Wherry at dusk', medium: 'Oil' });
  const sold = await makePost({ artistId: artist.id, title: 'Wherry at dawn', status: 'SOLD' });
  const other = await makePost({ title: 'Somebody else’s boat', medium: 'Oil' });
  const boats = { title: 'Boats', text: '', works: [post.slug, other.slug], isPublished: true };
  const saved = await saveCollection(admin, null, { ...boats, startsOn: null, endsOn: null });
  const slug = 'slug' in saved ? saved.slug : '';
  /** Everywhere that the works are, in one list. */
  const shown = async () => {
    const places = {
      page: (await getPublicPost(post.slug))?.id,
      gallery: (await listPublicPosts()).posts.map(({ id }) => id),
      artist: (await listPublicPosts({ artistId: artist.id })).posts.map(({ id }) => id),
      search: (await searchPosts({ ...EVERYTHING, q: 'wherry', sort: 'best' })).posts.map(({ id }) => id),
      newest: (await searchPosts({ ...EVERYTHING })).posts.map(({ id }) => id),
      sitemap: (await createSitemap(20_000).posts(0)).map((each) => (each.slug === post.slug ? post.id : each.slug)),
      similar: (await listSimilar(other.id, 10)).map(({ id }) => id),
      more: await listMoreByArtist(sold.id, 10),
      saved: (await listCardsOf([post.id, other.id])).map(({ id }) => id),
      collection: (await getCurrentCollection(slug, '2026-12-24'))?.posts.map(({ id }) => id),
    };
    return Object.entries(places).flatMap(([place, ids]) => (ids?.includes(post.id) ? [place] : []));
  };
  const everywhere = await shown();
  expect(everywhere).toHaveLength(10);
  await suspendAccount(admin, artist.id);
  expect(await shown()).toEqual([]);
  expect(await getPublicPost(sold.slug)).toBeNull();
  await restoreAccount(admin, artist.id);
  await indexDuePosts();
  expect(await shown()).toEqual(everywhere);
});

test('what a moderator has hidden stays hidden, and is not shown before the suspension ends', async () => {
  const artist = await makeUser();
  const [kept, shown, hiddenLater] = [
    await makePost({ artistId: artist.id }),
    await makePost({ artistId: artist.id }),
    await makePost({ artistId: artist.id }),
  ];
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT', listedAt: null });
  for (const { id } of [kept, shown]) await hidePost(admin, id, 'A copy.');
  await suspendAccount(admin, artist.id);
  await hidePost(admin, hiddenLater.id, 'A copy too.');
  await showPost(admin, shown.id);
  const row = await db().post.findUniqueOrThrow({ where: { id: shown.id } });
  expect(row).toMatchObject({ hiddenAt: expect.any(Date), hiddenReason: null, hiddenWithArtist: true });
  // Moderators find what one of them has hidden; a draft stays the artist's business.
  const listed = (await findWorks(admin, '')).map(({ id }) => id);
  expect(listed).toEqual(expect.arrayContaining([kept.id, hiddenLater.id]));
  expect(listed).not.toContain(shown.id);
  expect((await findWorks(admin, artist.username)).map(({ id }) => id)).not.toContain(draft.id);
  await restoreAccount(admin, artist.id);
  for (const { id } of [kept, hiddenLater]) expect(await isHidden(id)).toBe(true);
  for (const { id } of [shown, draft]) expect(await isHidden(id)).toBe(false);
});

test('a work that is written while its artist is being suspended is hidden too', async () => {
  const artist = await makeUser();
  const { priceAmount, priceCurrency } = await makePost({ artistId: artist.id });
  let suspended = Promise.resolve();
  const during = await db().$transaction(async (tx) => {
    const data = { slug: 'during', title: 'During', artistId: artist.id, priceAmount, priceCurrency };
    const post = await tx.post.create({ data: { ...data, status: 'LISTED', listedAt: new Date() } });
    suspended = suspendAccount(admin, artist.id);
    await waitForLockedStatement(process.env.DATABASE_URL ?? '');
    return post;
  });
  await suspended;
  const after = await makePost({ artistId: artist.id });
  for (const { id } of [during, after]) expect(await isHidden(id)).toBe(true);
});

test('a hold goes on when the artist is suspended: it is paid, or it ends and nobody else can begin one', async () => {
  const artist = await makeUser();
  const post = await makePost({ artistId: artist.id });
  const buyer = newBuyer();
  const order = await makeHeldOrder({ post, buyerToken: buyer.token });
  await suspendAccount(admin, artist.id);
  expect(await startCheckout(buyer, post.slug, SHOWN)).toMatchObject({ checkoutUrl: expect.any(String) });
  await expect(startCheckout(newBuyer(), post.slug, SHOWN)).rejects.toMatchObject({ code: 'not-found' });
  await processJson(sessionEvent('checkout.session.completed', order));
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  // A payment after the hold has ended finds no work that is available, so it is paid back.
  const late = await makeHeldOrder({ post: await makePost({ artistId: artist.id }), status: 'EXPIRED' });
  await db().post.update({ where: { id: late.postId }, data: { heldUntil: null } });
  await processJson(sessionEvent('checkout.session.completed', { ...late, paymentIntentId: `pi_${late.orderId}` }));
  expect(await saleState(late)).toMatchObject({ order: 'REFUND_DUE', post: 'LISTED' });
  expect(await messageKinds(late)).toEqual(['late-payment']);
});

test('a refund gives a hidden work back as a draft, which stays hidden', async () => {
  const order = await makeHeldOrder();
  const paymentIntentId = `pi_${order.orderId}`;
  await processJson(sessionEvent('checkout.session.completed', { ...order, paymentIntentId }));
  const { artistId } = await db().post.findUniqueOrThrow({ where: { id: order.postId } });
  await suspendAccount(admin, artistId);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await processJson(refundEvent({ ...order, paymentIntentId }));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
  expect(await isHidden(order.postId)).toBe(true);
});
