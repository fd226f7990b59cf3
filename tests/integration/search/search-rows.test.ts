import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { EVERYTHING, type SearchQuery } from '#lib/domain/search/search.ts';
import { env } from '#lib/env.ts';
import { byIndex, byRow, conditionsOf } from '#lib/search/conditions.ts';
import { flushIndex } from '#lib/search/flush-index.ts';
import { parseWords } from '#lib/search/parse-words.ts';
import { searchPosts } from '#lib/search/search-posts.ts';
import { makePost } from '../../support/database/factories.ts';
import { waitForLockedStatement } from '../../support/database/lock-rows.ts';

const client = new Client({ connectionString: env().DATABASE_URL });

beforeAll(async () => {
  await client.connect();
  await makePost({ title: 'Ochre', tags: ['ground'], medium: 'Oil on jute', year: 1901 });
  const sold = { status: 'SOLD', soldAt: new Date() } as const;
  await makePost({ ...sold, title: 'Umber', tags: ['ground', 'earth'], medium: 'Oil on oak', year: 1895 });
});
afterAll(() => client.end());

async function titles(query: Partial<SearchQuery>): Promise<string[]> {
  const { posts } = await searchPosts({ ...EVERYTHING, sort: 'newest', ...query });
  return posts.map(({ title }) => title);
}

test('sort values follow every change, whatever makes it', async () => {
  const one = await makePost({ title: 'One heron' });
  const two = await makePost({ title: 'Two herons' });
  const by = async (sort: SearchQuery['sort']) => (await titles({ q: 'heron', sort }))[0];
  await client.query('UPDATE posts SET visitors = 5 WHERE id = $1', [one.id]);
  await client.query('UPDATE posts SET visitors_week = 3 WHERE id = $1', [two.id]);
  expect([await by('views'), await by('week')]).toEqual(['One heron', 'Two herons']);
  // The value in euros is set by another trigger.
  await client.query('UPDATE posts SET price_amount = 500 WHERE id = $1', [two.id]);
  expect([await by('price-up'), await by('price-down')]).toEqual(['Two herons', 'One heron']);
  await client.query("UPDATE posts SET listed_at = listed_at - interval '1 day' WHERE id = $1", [two.id]);
  expect(await by('newest')).toBe('One heron');
  await client.query("UPDATE posts SET status = 'SOLD', sold_at = now() WHERE id = $1", [one.id]);
  expect(await titles({ q: 'heron', available: true })).toEqual(['Two herons']);
});

test('every row agrees with its post', async () => {
  await makePost({ title: 'Third', status: 'SOLD', soldAt: new Date(), year: 1887, visitors: 9 });
  await makePost({ title: 'Draft', status: 'DRAFT', listedAt: null });
  const [{ odd, rows }] = (
    await client.query(
      `SELECT count(*) FILTER (WHERE s.post_id IS NULL OR
       (s.listed_at, s.price_value, s.visitors, s.visitors_week, s.year::int, s.available) IS DISTINCT FROM
       (p.listed_at, p.price_value, p.visitors, p.visitors_week, p.year, p.status = 'LISTED'))::int AS odd, count(*)::int AS rows
     FROM (SELECT * FROM posts WHERE status <> 'DRAFT' AND hidden_at IS NULL) p FULL JOIN post_search s ON s.post_id = p.id`,
    )
  ).rows as [{ odd: number; rows: number }];
  expect(odd).toBe(0);
  expect(rows).toBeGreaterThanOrEqual(3);
});

test.for<[string, Partial<SearchQuery>, string[]]>([
  ['one facet', { tag: 'ground' }, ['Ochre', 'Umber']],
  ['facets of two filters', { tag: 'ground', medium: 'jute' }, ['Ochre']],
  ['a facet that was never seen', { tag: 'ground', medium: 'vellum' }, []],
  ['words and a facet', { q: 'ochre', tag: 'ground' }, ['Ochre']],
  ['years', { from: 1890, to: 1899, tag: 'ground' }, ['Umber']],
  ['available', { available: true, tag: 'ground' }, ['Ochre']],
])('conditions by index and by row find the same works: %s', async ([, query, expected]) => {
  const [wholeQuery, found] = [{ ...EVERYTHING, ...query }, [] as string[][]];
  const conditions = conditionsOf(wholeQuery, await parseWords(wholeQuery), null, 2);
  for (const where of [byIndex(conditions), byRow(conditions)]) {
    const rows = await db().$queryRaw<{ title: string }[]>`
      SELECT title FROM post_search s JOIN posts ON id = s.post_id WHERE ${where} ORDER BY title`;
    found.push(rows.map(({ title }) => title));
  }
  expect(found).toEqual([expected, expected]);
});

test('a new price, a visit and a sale do not write the words again, and an edit leaves them to the worker', async () => {
  const { id } = await makePost({
    title: 'Patient crane',
    description: 'Many words about a patient crane by the water',
  });
  await flushIndex();
  const pending = async () => {
    await client.query('CREATE EXTENSION IF NOT EXISTS pgstattuple');
    const { rows } = await client.query("SELECT pending_tuples::int FROM pgstatginindex('post_search_doc')");
    return rows[0].pending_tuples as number;
  };
  expect(await pending()).toBe(0);
  await client.query('UPDATE posts SET price_amount = price_amount + 100, visitors = visitors + 1 WHERE id = $1', [id]);
  await client.query("UPDATE posts SET status = 'SOLD', sold_at = now() WHERE id = $1", [id]);
  expect(await pending()).toBe(0);
  await db().post.update({ where: { id }, data: { title: 'Impatient crane' } });
  expect(await pending()).toBeGreaterThan(0);
  // It is found at once nevertheless.
  expect(await titles({ q: 'impatient' })).toEqual(['Impatient crane']);
  await flushIndex();
  expect(await pending()).toBe(0);
});

test('a work that is hidden while its row is being written is not found afterwards', async () => {
  const { id } = await makePost({ title: 'Hidden ibis' });
  const other = new Client({ connectionString: env().DATABASE_URL });
  await other.connect();
  try {
    await other.query('BEGIN');
    await other.query('UPDATE posts SET hidden_at = now() WHERE id = $1', [id]);
    const indexed = client.query('SELECT index_post($1)', [id]);
    await waitForLockedStatement(env().DATABASE_URL);
    await other.query('COMMIT');
    await indexed;
  } finally {
    await other.end();
  }
  expect(await titles({ q: 'ibis' })).toEqual([]);
});
