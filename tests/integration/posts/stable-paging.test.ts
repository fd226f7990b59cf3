import { beforeEach, describe, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { KeysetCursor, KeysetPage } from '#lib/domain/keyset-page.ts';
import type { PostPage } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { listPurchases, listSales } from '#lib/orders/queries.ts';
import { listByPrice } from '#lib/posts/list-by-price.ts';
import { listByVisitors } from '#lib/posts/list-by-visitors.ts';
import { listOwnPosts, listPublicPosts } from '#lib/posts/queries.ts';
import { createSitemap } from '#lib/posts/sitemap.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { cursorSchema, priceCursorSchema, visitorsCursorSchema } from '#lib/schemas/posts.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';

const WORKS = 130;
const NOON = new Date('2026-03-01T12:00:00.123Z').getTime();

let artist: Viewer;
let buyer: Viewer;

/** Few different times, prices and numbers of visitors, so that pages break between equal ones. */
beforeEach(async () => {
  await db().order.deleteMany();
  await db().post.deleteMany();
  artist = await makeUser();
  buyer = await makeUser();
  await db().post.createMany({ data: Array.from({ length: WORKS }, (_, index) => work(index)) });
});

const work = (index: number) => ({
  ...{ artistId: artist.id, slug: `steady-${artist.id}-${index}`, title: `Work ${index}`, priceCurrency: 'EUR' },
  ...{ priceAmount: 1_000 + (index % 5), visitors: index % 7, visitorsWeek: index % 3, status: 'LISTED' as const },
  ...{ listedAt: new Date(NOON + (index % 40)), createdAt: new Date(NOON + (index % 40)) },
});

let inserted = WORKS;

/** Changes the lists between two pages: adds works at both ends and in the middle, sells one and hides one. */
async function changeWorks(seen: string[], changed: Set<string>): Promise<void> {
  for (const time of [NOON + 1_000, NOON + 20, NOON - 1_000]) {
    const at = new Date(time);
    const created = await db().post.create({
      data: { ...work(inserted++), listedAt: at, createdAt: at },
      select: { id: true },
    });
    changed.add(created.id);
  }
  const last = seen.at(-1);
  const others = await db().post.findMany({ where: { id: { notIn: [...seen, ...changed] } }, select: { id: true } });
  const [sold, hidden] = [others[0], others[1]];
  if (sold) await db().post.update({ where: { id: sold.id }, data: { status: 'SOLD', soldAt: new Date() } });
  if (hidden) {
    changed.add(hidden.id);
    await db().post.update({ where: { id: hidden.id }, data: { hiddenAt: new Date() } });
  }
  // The work at which the next page begins disappears too.
  if (last) await db().post.update({ where: { id: last }, data: { hiddenAt: new Date() } });
}

const publicLists: [string, (after: string | null) => Promise<PostPage>][] = [
  ['the gallery', (after) => listPublicPosts({ ...(after && { after: cursorSchema.parse(after) }) })],
  [
    'an artist’s page',
    (after) => listPublicPosts({ artistId: artist.id, ...(after && { after: cursorSchema.parse(after) }) }),
  ],
  ...(['up', 'down'] as const).map((direction): [string, (after: string | null) => Promise<PostPage>] => [
    `prices ${direction}`,
    (after) =>
      listByPrice({ direction, from: 0, to: 1e9, after: after === null ? undefined : priceCursorSchema.parse(after) }),
  ]),
  ...(['views', 'week'] as const).map((sort): [string, (after: string | null) => Promise<PostPage>] => [
    `sort=${sort}`,
    (after) => listByVisitors({ sort, after: after === null ? undefined : visitorsCursorSchema.parse(after) }),
  ]),
];

test.for(publicLists)('%s: every work is listed once while others are added, sold and hidden', async ([, list]) => {
  const before = await db().post.findMany({ select: { id: true } });
  const [seen, changed] = [[] as string[], new Set<string>()];
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page: PostPage = await list(after);
    seen.push(...page.posts.map(({ id }) => id));
    after = page.next;
    await changeWorks(seen, changed);
  }
  expect(new Set(seen).size).toBe(seen.length);
  const missing = before.filter(({ id }) => !seen.includes(id) && !changed.has(id));
  expect(missing).toEqual([]);
});

describe('private lists', () => {
  type List = (cursor: KeysetCursor | null) => Promise<KeysetPage<{ id: string }>>;
  const walk = async (
    list: List,
    direction: 'older' | 'newer',
    from: KeysetCursor | null,
    between = async () => {},
  ) => {
    const pages: { id: string }[][] = [];
    for (let cursor: KeysetCursor | null | undefined = from; cursor !== undefined; ) {
      const page: KeysetPage<{ id: string }> = await list(cursor);
      pages.push(page.rows);
      const next = page[direction];
      cursor = next === null ? undefined : (readKeysetCursor({ [direction]: next }) ?? undefined);
      await between();
    }
    return pages;
  };
  const ids = (pages: { id: string }[][]) => pages.flat().map(({ id }) => id);

  test('own works are listed once in both directions while others are added', async () => {
    const list: List = (cursor) => listOwnPosts(artist, cursor);
    const expected = await db().post.findMany({
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true },
    });
    const down = await walk(list, 'older', null, async () => {
      await makePost({ artistId: artist.id });
    });
    expect(ids(down)).toEqual(expected.map(({ id }) => id));

    const last = down.at(-1)?.at(-1);
    const up = await walk(list, 'newer', { direction: 'newer', at: new Date(0), id: last?.id ?? '' });
    const now = await db().post.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], select: { id: true } });
    expect(ids(up.toReversed())).toEqual(now.map(({ id }) => id));
  });

  test('sales and purchases are listed once while others are made', async () => {
    const posts = await db().post.findMany();
    for (const [index, post] of posts.entries()) {
      // Almost the same moment for all of them.
      await makeHeldOrder({ post, status: 'PAID', buyerId: buyer.id, createdAt: new Date(NOON + (index % 3)) });
      if (index < 20) await makeHeldOrder({ post, status: 'EXPIRED' });
    }
    const expected = await db().order.findMany({
      where: { status: 'PAID' },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true },
    });
    const another = async () => {
      await makeHeldOrder({ post: await makePost({ artistId: artist.id }), status: 'PAID', buyerId: buyer.id });
    };
    const lists: List[] = [(cursor) => listSales(artist, cursor), (cursor) => listPurchases(buyer, cursor)];
    const [sales, purchases] = [
      await walk(lists[0] as List, 'older', null),
      await walk(lists[1] as List, 'older', null, another),
    ];
    expect(ids(sales)).toEqual(expected.map(({ id }) => id));
    expect(ids(purchases)).toEqual(expected.map(({ id }) => id));
    expect((await listSales(buyer, null)).rows).toEqual([]);
  });
});

test('the sitemap’s full files keep their works, whatever is added or hidden', async () => {
  const sitemap = createSitemap(50);
  const files = async () => {
    const count = await sitemap.files();
    return Promise.all(Array.from({ length: count }, (_, file) => sitemap.posts(file)));
  };
  const slugs = (posts: { slug: string }[]) => posts.map(({ slug }) => slug);
  const first = await files();
  expect(first.map(({ length }) => length)).toEqual([30, 50, 50]);
  expect(new Set(first.flatMap(slugs)).size).toBe(WORKS);

  for (let index = 0; index < 45; index++) await makePost();
  const hidden = first[1]?.[3]?.slug ?? '';
  await db().post.update({ where: { slug: hidden }, data: { hiddenAt: new Date() } });
  const second = await files();
  expect(second.map(({ length }) => length)).toEqual([25, 49, 50, 50]);
  expect(slugs(second[1] ?? [])).toEqual(slugs(first[1] ?? []).filter((slug) => slug !== hidden));
  expect(slugs(second[2] ?? [])).toEqual(slugs(first[2] ?? []));
  expect(new Set(second.flatMap(slugs)).size).toBe(WORKS + 44);
  expect(await sitemap.posts(9)).toEqual([]);
});
