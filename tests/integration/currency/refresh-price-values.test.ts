import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refreshPriceValues } from '#lib/currency/refresh-price-values.ts';
import { explain, sequentialScans } from '../../../bench/explain.ts';
import { recordTraffic } from '../../../bench/record-statements.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { waitForLockedBackends } from '../../support/database/lock-rows.ts';
import { replaceCurrentRates } from '../../support/rates/replace-current-rates.ts';

const database = new pg.Pool({ connectionString: process.env.DATABASE_URL });
let client: pg.PoolClient;
beforeAll(async () => {
  client = await database.connect();
});
afterAll(async () => {
  client.release();
  await database.end();
});

beforeEach(async () => {
  await replaceCurrentRates({ USD: '1.25', JPY: '160', KWD: '0.4' });
  await refreshPriceValues();
});

type Work = { id: string };
const priceValue = async ({ id }: Work): Promise<number> =>
  (await client.query('SELECT price_value FROM posts WHERE id = $1', [id])).rows[0]?.price_value;
const priceValues = async (works: Work[]) => {
  const values = [];
  for (const work of works) values.push(await priceValue(work));
  return values;
};

test('price values follow the rates in use, before and after these change', async () => {
  const dollars = await makePost({ priceAmount: 12_500, priceCurrency: 'USD' });
  const yen = await makePost({ priceAmount: 16_000, priceCurrency: 'JPY' });
  const dinars = await makePost({ priceAmount: 40_000, priceCurrency: 'KWD' });
  const euros = await makePost({ priceAmount: 10_000, priceCurrency: 'EUR' });
  const works = [dollars, yen, dinars, euros];
  expect(await priceValues(works)).toEqual([100, 100, 100, 100]);
  await replaceCurrentRates({ USD: '2.5', JPY: '160' });
  expect(await refreshPriceValues()).toBe(2);
  expect(await priceValues(works)).toEqual([50, 100, Number.POSITIVE_INFINITY, 100]);
  expect(await refreshPriceValues()).toBe(0);
});

test('works whose value stays the same are not written', async () => {
  const euros = await makePost();
  const version = async () => (await client.query('SELECT xmin FROM posts WHERE id = $1', [euros.id])).rows[0]?.xmin;
  const before = await version();
  await replaceCurrentRates({ USD: '5' });
  await refreshPriceValues();
  expect(await version()).toBe(before);
});

test('updates all works slice by slice, and completes an interrupted run', async () => {
  const works = [];
  for (let count = 0; count < 7; count += 1) works.push(await makePost({ priceAmount: 12_500, priceCurrency: 'USD' }));
  await replaceCurrentRates({ USD: '2.5' });
  const stop = new AbortController();
  stop.abort();
  expect(await refreshPriceValues({ stop: stop.signal })).toBe(0);
  expect(await refreshPriceValues({ slice: 3 })).toBeGreaterThanOrEqual(7);
  expect(new Set(await priceValues(works))).toEqual(new Set([50]));
});

test('a price that changes during the refresh gets the value of the new price', async () => {
  const work = await makePost({ priceAmount: 12_500, priceCurrency: 'USD' });
  await replaceCurrentRates({ USD: '2.5' });
  await client.query('BEGIN');
  await client.query('UPDATE posts SET price_amount = 25000 WHERE id = $1', [work.id]);
  await client.query('UPDATE posts SET price_value = 7 WHERE id = $1', [work.id]);
  const refreshing = refreshPriceValues();
  await waitForLockedBackends({ database }, 1);
  await client.query('COMMIT');
  await refreshing;
  expect(await priceValue(work)).toBe(100);
});

test('a slice of many works is found by its primary key', async () => {
  const { id: artist } = await makeUser();
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, description, price_amount, price_currency, status, listed_at)
     SELECT gen_random_uuid(), 'many-' || n, $1, 'One of many', '', 12500, 'USD', 'LISTED', now()
     FROM generate_series(1, 12000) AS n`,
    [artist],
  );
  await client.query('ANALYZE posts');
  await replaceCurrentRates({ USD: '2.5' });
  const statements = await recordTraffic(() => refreshPriceValues({ slice: 1_000 }));
  const slices = statements.filter(({ text }) => text.includes('SET price_value'));
  expect(slices.length).toBeGreaterThan(10);
  await replaceCurrentRates({ USD: '5' });
  const plan = await explain(client, slices[3] ?? { text: '', values: [] });
  expect(plan).toContain('posts_pkey');
  expect(sequentialScans(plan)).not.toContain('posts');
});
