import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Sort } from '#lib/domain/search/search.ts';
import { makeUser } from '../../support/database/factories.ts';
import { allPages, analyze } from './search-fixture.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });
let artistId = '';

beforeAll(async () => {
  await client.connect();
  artistId = (await makeUser({ displayName: 'Paging Artist' })).id;
  // Many share a time, a price or a number of visitors, so that only the id distinguishes them.
  await insert(130, "'Pager ' || n");
  await insert(20, "'Other ' || n", "'A pager in the text.'");
  await analyze();
});
afterAll(() => client.end());

function insert(
  count: number,
  title: string,
  description = "''",
  listedAt = "'2026-01-01'::timestamptz + make_interval(days => n % 5)",
) {
  return client.query(
    `INSERT INTO posts (id, slug, artist_id, title, description, price_amount, price_currency, status, listed_at, visitors, visitors_week)
     SELECT gen_random_uuid(), 'p-' || gen_random_uuid(), $1, ${title}, ${description}, 1000 + n % 7 * 100, 'EUR', 'LISTED',
       ${listedAt}, n % 4, n % 3 FROM generate_series(1, ${count}) n`,
    [artistId],
  );
}

const knownIds = async () => (await db().post.findMany({ select: { id: true } })).map(({ id }) => id).sort();

/** Adds works at the front or at the back, and sells works that were not seen yet. */
async function changeWorks(page: number): Promise<void> {
  await insert(3, "'Pager, new ' || n", "''", page % 2 === 0 ? 'now()' : "'2020-01-01'::timestamptz");
  await client.query(
    `UPDATE posts SET status = 'SOLD', sold_at = now() WHERE id IN (SELECT id FROM posts WHERE status = 'LISTED' ORDER BY listed_at, id LIMIT 2)`,
  );
}

const searches: [Sort, string][] = [
  ['best', 'pager'],
  ...(['newest', 'price-up', 'price-down', 'views', 'week'] as const).flatMap((sort): [Sort, string][] => [
    [sort, 'pager'],
    [sort, ''],
  ]),
];

test.for(searches)('by %s, “%s” lists every work once while others are added and sold', async ([sort, q]) => {
  const before = await knownIds();
  const seen = await allPages({ q, sort }, changeWorks);
  expect(new Set(seen).size).toBe(seen.length);
  expect(before.filter((id) => !seen.includes(id))).toEqual([]);
});

test.for(['newest', 'price-up', 'price-down', 'views', 'week'] as const)(
  'by %s, results are in order',
  async (sort) => {
    const seen = await allPages({ q: 'pager', sort });
    const rows = await db().post.findMany({ where: { id: { in: seen } } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const values = seen.map((id) => {
      const row = byId.get(id);
      if (!row) throw new Error('found a work that does not exist');
      if (sort === 'newest') return row.listedAt?.getTime() ?? 0;
      if (sort === 'views') return row.visitors;
      return sort === 'week' ? row.visitorsWeek : Number(row.priceAmount);
    });
    const sorted = [...values].sort((a, b) => (sort === 'price-up' ? a - b : b - a));
    expect(values).toEqual(sorted);
    expect(values.length).toBeGreaterThan(130);
  },
);

test('the best matches come first, across all pages', async () => {
  const seen = await allPages({ q: 'pager' });
  const others = (await db().post.findMany({ where: { title: { startsWith: 'Other' } } })).map(({ id }) => id);
  expect(seen.slice(-others.length).sort()).toEqual(others.sort());
});

test('a page after a hidden work begins at its former position', async () => {
  const seen = await allPages({ q: 'pager', sort: 'newest' });
  const seenWhileHiding = await allPages({ q: 'pager', sort: 'newest' }, async (page) => {
    if (page > 0) return;
    await client.query('UPDATE posts SET hidden_at = now() WHERE id = $1', [seen[23]]);
  });
  expect(seenWhileHiding).toEqual(seen);
  expect(await allPages({ q: 'pager', sort: 'newest' })).toEqual(seen.filter((id) => id !== seen[23]));
  expect(seen).not.toContain(randomUUID());
});
