import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentExchange } from '#lib/currency/queries.ts';
import { db } from '#lib/db.ts';
import { type PriceRange, valueRange } from '#lib/domain/exchange/price-value.ts';
import { listByPrice } from '#lib/posts/list-by-price.ts';
import { priceCursorSchema } from '#lib/schemas/posts.ts';
import { explain } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { replaceCurrentRates } from '../../support/rates/replace-current-rates.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });
const EVERYTHING = { from: 0, to: Number.POSITIVE_INFINITY };

beforeAll(async () => {
  await client.connect();
  await replaceCurrentRates({ USD: '1.25', JPY: '160', KWD: '0.4' });
});
afterAll(() => client.end());

async function titlesWithin(range: PriceRange): Promise<string[]> {
  const values = valueRange(range, await currentExchange());
  if (!values) throw new Error('no rate');
  const { posts } = await listByPrice({ direction: 'up', ...values });
  return posts.map(({ title }) => title);
}

test('works in different currencies are listed in the order of their value', async () => {
  const works = [
    ['99 euros', 9_900, 'EUR'],
    ['125 dollars', 12_500, 'USD'],
    ['16160 yen', 16_160, 'JPY'],
    ['40.8 dinars', 40_800, 'KWD'],
    ['1 franc, without a rate', 100, 'CHF'],
  ] as const;
  for (const [title, priceAmount, priceCurrency] of [...works].reverse()) {
    await makePost({ title, priceAmount, priceCurrency });
  }
  await makePost({ status: 'DRAFT', priceAmount: 9_950 });
  const upward = await listByPrice({ direction: 'up', ...EVERYTHING });
  expect(upward.posts.map(({ title }) => title)).toEqual(works.map(([title]) => title));
  const downward = await listByPrice({ direction: 'down', ...EVERYTHING });
  expect(downward.posts.map(({ id }) => id)).toEqual(upward.posts.map(({ id }) => id).reverse());

  // Both bounds are included, in any currency.
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  expect(await titlesWithin({ min: usd(12_500), max: usd(12_625) })).toEqual(['125 dollars', '16160 yen']);
  expect(await titlesWithin({ min: usd(12_501), max: usd(12_624) })).toEqual([]);
  expect(await titlesWithin({ max: { amount: 15_840, currency: 'JPY' } })).toEqual(['99 euros']);
  expect(valueRange({ min: { amount: 1, currency: 'CHF' } }, await currentExchange())).toBeNull();

  // A new price changes the position.
  await db().post.updateMany({ where: { title: '99 euros' }, data: { priceAmount: 20_000 } });
  expect(await titlesWithin({ min: { amount: 20_000, currency: 'EUR' } })).toEqual(['99 euros', works[4][0]]);
  await db().post.deleteMany();
});

test('every page is read from the index, and every work is listed once', async () => {
  const { id: artistId } = await makeUser();
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at)
     SELECT gen_random_uuid(), 'priced-' || n, $1, 'Work ' || n, 100 + n % 700, (ARRAY['EUR', 'USD', 'JPY', 'CHF'])[1 + n % 4],
       CASE WHEN n % 10 = 0 THEN 'DRAFT' ELSE 'LISTED' END::post_status, now()
     FROM generate_series(1, 4000) n`,
    [artistId],
  );
  await client.query('VACUUM ANALYZE posts');
  for (const direction of ['up', 'down'] as const) {
    const seen = new Set<string>();
    for (let after: string | null = ''; after !== null; ) {
      const cursor = after === '' ? undefined : priceCursorSchema.parse(after);
      const page = await listByPrice({ direction, ...EVERYTHING, after: cursor });
      for (const { id } of page.posts) seen.add(id);
      after = page.next;
    }
    expect(seen.size).toBe(3_600);
    const after = { value: 2.5, id: 'ffffffff-ffff-4fff-bfff-ffffffffffff' };
    const statements = await recordStatements(() => listByPrice({ direction, from: 1, to: 5, after }));
    const keys = statements.find(({ text }) => text.includes('ORDER BY price_value'));
    if (!keys) throw new Error('no query was made');
    const plan = await explain(client, keys);
    expect(plan).toMatch(/Index Only Scan (Backward )?using posts_by_price/);
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  }
});
