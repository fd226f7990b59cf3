import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { getArtist, getPublicPost, listPublicPosts, PAGE_SIZE } from '#lib/posts/queries.ts';
import { cursorSchema } from '#lib/schemas/posts.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';

beforeEach(async () => {
  await db().post.deleteMany();
});

const DAY = 24 * 60 * 60 * 1000;
const NOON = new Date('2026-03-01T12:00:00.123Z');

/** Reads all pages by their cursors. */
async function readAll(between: () => Promise<void> = async () => {}, artistId?: string): Promise<string[]> {
  const seen: string[] = [];
  for (let next: string | null | undefined; next !== null; ) {
    const page = await listPublicPosts({
      ...(next && { after: cursorSchema.parse(next) }),
      ...(artistId && { artistId }),
    });
    expect(page.posts.length).toBeLessThanOrEqual(PAGE_SIZE);
    seen.push(...page.posts.map(({ id }) => id));
    next = page.next;
    await between();
  }
  return seen;
}

/** Adds `count` posts, published `apart` milliseconds from each other. */
async function makePosts(count: number, artistId: string, apart = 0): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ artistId, slug: `row-${index}`, title: `Row ${index}`, priceAmount: 100, priceCurrency: 'EUR' },
    ...{ status: 'LISTED' as const, listedAt: new Date(NOON.getTime() + index * apart) },
  }));
  return (await db().post.createManyAndReturn({ data: rows, select: { id: true } })).map(({ id }) => id);
}

test('shows published and sold works, newest first, but no drafts or hidden works', async () => {
  const at = (days: number) => ({ listedAt: new Date(NOON.getTime() + days * DAY) });
  const old = await makePost(at(1));
  const sold = await makePost({ ...at(3), status: 'SOLD', soldAt: new Date() });
  const newest = await makePost(at(5));
  const draft = await makePost({ ...at(6), status: 'DRAFT' });
  const hidden = await makePost({ ...at(7), hiddenAt: new Date() });
  const { posts, next } = await listPublicPosts();
  expect(posts.map(({ id }) => id)).toEqual([newest.id, sold.id, old.id]);
  expect(next).toBeNull();
  expect(posts[1]).toMatchObject({ status: 'SOLD', price: { amount: 12_000, currency: 'EUR' } });
  for (const { slug } of [draft, hidden]) expect(await getPublicPost(slug)).toBeNull();
});

test('posts of the same moment are each shown once', async () => {
  const ids = await makePosts(3 * PAGE_SIZE, (await makeUser()).id);
  const seen = await readAll();
  expect(seen).toHaveLength(ids.length);
  expect([...seen].sort()).toEqual([...ids].sort());
  // They are in the order of their ids, so it is the same on every reading.
  expect(await readAll()).toEqual(seen);
});

test('a full last page has no next page', async () => {
  await makePosts(PAGE_SIZE, (await makeUser()).id);
  expect((await listPublicPosts()).next).toBeNull();
});

test('works that appear or disappear between two pages shift nothing', async () => {
  const ids = await makePosts(3 * PAGE_SIZE, (await makeUser()).id, 1_000);
  const added: string[] = [];
  const seen = await readAll(async () => {
    added.push((await makePost({ listedAt: new Date(NOON.getTime() + DAY) })).id);
    // The last post that was shown disappears, but the cursor keeps its position.
    await db().post.update({ where: { id: seenLast() }, data: { status: 'DRAFT' } });
  });
  function seenLast(): string {
    // The first page ends PAGE_SIZE posts below the newest, and so on.
    return ids[ids.length - added.length * PAGE_SIZE] ?? '';
  }
  expect(seen).toEqual(ids.toReversed());
});

test("an artist's page shows only that artist's works", async () => {
  const artist = await makeUser({ username: 'Painter' });
  const ids = await makePosts(PAGE_SIZE + 1, artist.id, 1_000);
  await makePost();
  expect(await readAll(undefined, artist.id)).toEqual(ids.toReversed());
});

test('an artist is found by username in any case, but not while suspended', async () => {
  const artist = await makeUser({ username: 'Suspected' });
  await makePost({ artistId: artist.id });
  expect(await getArtist('sUSPECTED')).toMatchObject({ id: artist.id, username: 'Suspected' });
  await db().user.update({ where: { id: artist.id }, data: { suspendedAt: new Date() } });
  expect(await getArtist('Suspected')).toBeNull();
  expect(await getArtist('nobody')).toBeNull();
});

test('an account is no artist before its first published work, and stays one when it is taken down', async () => {
  const { id: artistId } = await makeUser({ username: 'Newcomer' });
  expect(await getArtist('Newcomer')).toBeNull();
  const { id } = await makePost({ artistId, status: 'DRAFT', listedAt: null });
  expect(await getArtist('newcomer')).toBeNull();
  await db().post.update({ where: { id }, data: { status: 'LISTED', listedAt: new Date() } });
  expect(await getArtist('newcomer')).toMatchObject({ username: 'Newcomer' });
  await db().post.update({ where: { id }, data: { status: 'DRAFT', hiddenAt: new Date() } });
  expect(await getArtist('newcomer')).toMatchObject({ username: 'Newcomer' });
});
