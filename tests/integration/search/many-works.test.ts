import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exactCount } from '#lib/domain/posts/post-count.ts';
import type { SearchQuery } from '#lib/domain/search/search.ts';
import { searchPosts } from '#lib/search/search-posts.ts';
import { explain, sequentialScans } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makeUser } from '../../support/database/factories.ts';
import { allPages, countWorks, search, searchQuery } from './search-fixture.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });
const WORKS = 13_000;
/** The large tables here; reading the others whole is right. */
const LARGE = new Set(['posts', 'post_search', 'search_words']);

beforeAll(async () => {
  await client.connect();
  const { id } = await makeUser({ username: 'prolific' });
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, medium, tags, price_amount, price_currency, status, listed_at, sold_at, year)
     SELECT gen_random_uuid(), 'many-' || n, $1, 'Common ' || CASE WHEN n <= 10000 THEN 'tenthousand' ELSE 'few' END
         || CASE WHEN n % 1000 = 0 THEN ' rare' ELSE '' END || ' n' || n,
       CASE WHEN n % 4 = 0 THEN 'Oil' ELSE 'Ink' END, ARRAY['t' || n % 3], 1000 + n, 'EUR',
       CASE WHEN n % 10 = 0 THEN 'SOLD' ELSE 'LISTED' END::post_status, now() - make_interval(mins => n),
       CASE WHEN n % 10 = 0 THEN now() END, 1900 + n % 100
     FROM generate_series(1, ${WORKS}) n`,
    [id],
  );
  // So many words that reading all of them is a mistake: numbers written in letters.
  await client.query(
    `INSERT INTO search_words (word, works)
     SELECT translate(n::text, '0123456789', 'abcdefghij') || 'word', 1 FROM generate_series(100000, 110000) n`,
  );
  await client.query("SELECT gin_clean_pending_list('post_search_doc')");
  await client.query('VACUUM ANALYZE posts, post_search, search_words');
}, 120_000);
afterAll(() => client.end());

const relativeError = (count: number, wanted: number) => Math.abs(count - wanted) / wanted;

test('up to 10,000 works are counted, and larger numbers are estimated', async () => {
  expect((await countWorks({ q: 'tenthousand' })).total).toEqual(exactCount(10_000));
  expect((await countWorks({ q: 'rare' })).total).toEqual(exactCount(WORKS / 1000));
  for (const changes of [{}, { q: 'common' }]) {
    const { total, available, medium, tag } = await countWorks(changes);
    expect(total.isEstimate).toBe(true);
    expect(relativeError(total.count, WORKS)).toBeLessThan(0.1);
    expect(relativeError(available.count, WORKS * 0.9)).toBeLessThan(0.1);
    expect(medium.map(({ value }) => value)).toEqual(['ink', 'oil']);
    expect(relativeError(medium[1]?.works.count ?? 0, WORKS / 4)).toBeLessThan(0.2);
    expect(tag.map(({ value }) => value).sort()).toEqual(['t0', 't1', 't2']);
    expect([total, available, ...tag.map(({ works }) => works)].every(({ isEstimate }) => isEstimate)).toBe(true);
    // Estimates have two significant digits.
    expect(String(total.count)).toMatch(/^\d\d0+$/);
  }
});

test('a work’s sample is the same in the index and in its row', async () => {
  const { rows } = await client.query(
    `SELECT count(*)::int AS works, count(DISTINCT get_byte(uuid_send(post_id), 15))::int AS samples,
       count(*) FILTER (WHERE doc @@ quote_literal('#sample:' || get_byte(uuid_send(post_id), 15))::tsquery)::int AS same
     FROM post_search`,
  );
  expect(rows).toEqual([{ works: WORKS, samples: 256, same: WORKS }]);
});

test('a common word lists every work once across all pages', async () => {
  const seen = await allPages({ q: 'few' });
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(WORKS - 10_000);
});

test.for<[string, Partial<SearchQuery>]>([
  ['everything', {}],
  ['everything by price', { sort: 'price-up' }],
  ['a common word', { q: 'common' }],
  ['a common word, newest', { q: 'common', sort: 'newest' }],
  ['a rare word', { q: 'rare' }],
  ['a rare word by price', { q: 'rare', sort: 'price-down' }],
  ['two words', { q: 'common rare' }],
  ['a misspelt word', { q: 'rarre' }],
  ['a tag', { tag: 't1' }],
  ['years', { from: 1950, to: 1953 }],
  ['several filters', { q: 'few', medium: 'oil', tag: 't2', available: true, from: 1900, to: 1950, sort: 'views' }],
])('no large table is read whole: %s', async ([, changes]) => {
  const statements = await recordStatements(async () => {
    await search(changes);
    await searchPosts(searchQuery(changes), { prices: { from: 10, to: 30 } });
  });
  expect(statements.length).toBeGreaterThan(1);
  for (const statement of statements) {
    const whole = sequentialScans(await explain(client, statement)).filter((table) => LARGE.has(table));
    expect([statement.text, whole]).toEqual([statement.text, []]);
  }
});
