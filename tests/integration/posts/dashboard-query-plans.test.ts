import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KeysetCursor } from '#lib/domain/keyset-page.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { listPurchases, listSales } from '#lib/orders/queries.ts';
import { listOwnPosts } from '#lib/posts/queries.ts';
import { createSitemap } from '#lib/posts/sitemap.ts';
import { explain } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makeUser } from '../../support/database/factories.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });
const WORKS = 20_000;
let artist: Viewer;
let buyer: Viewer;

/** Every twentieth work is one artist's and was bought by one buyer; every work has a sale and an expired checkout. */
beforeAll(async () => {
  await client.connect();
  artist = await makeUser();
  buyer = await makeUser();
  const other = await makeUser();
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at, created_at)
     SELECT gen_random_uuid(), 'desk-' || n, CASE WHEN n % 20 = 0 THEN $1::uuid ELSE $2::uuid END, 'Work ' || n, 100, 'EUR', 'LISTED',
       now() - make_interval(mins => n), now() - make_interval(mins => n)
     FROM generate_series(1, $3::int) n`,
    [artist.id, other.id, WORKS],
  );
  await client.query(
    `INSERT INTO orders (id, post_id, status, buyer_id, buyer_token, amount, currency, price_amount, price_currency, held_until, created_at)
     SELECT gen_random_uuid(), posts.id, one.status::order_status, CASE WHEN posts.artist_id = $2 THEN $1::uuid END, 'desk', 100, 'EUR', 100, 'EUR', now(), posts.created_at
     FROM posts CROSS JOIN (VALUES ('PAID'), ('EXPIRED')) one(status)`,
    [buyer.id, artist.id],
  );
  await client.query('VACUUM ANALYZE posts, orders');
}, 60_000);
afterAll(() => client.end());

const middle = new Date(Date.now() - (WORKS / 2) * 60_000);
const id = '80000000-0000-4000-8000-000000000000';
const cursors: (KeysetCursor | null)[] = [
  null,
  { direction: 'older', at: middle, id },
  { direction: 'newer', at: middle, id },
];

test.for([
  ['own works', 'posts_by_artist', (cursor: KeysetCursor | null) => listOwnPosts(artist, cursor)],
  ['sales', 'orders_sales', (cursor: KeysetCursor | null) => listSales(artist, cursor)],
  ['purchases', 'orders_bought', (cursor: KeysetCursor | null) => listPurchases(buyer, cursor)],
] as const)('%s are read from their index, on every page', async ([, index, list]) => {
  for (const cursor of cursors) {
    const statements = await recordStatements(() => list(cursor));
    const keys = statements.find(({ text }) => text.includes('ORDER BY created_at'));
    if (!keys) throw new Error('no query was made');
    const plan = await explain(client, keys);
    expect(plan).toMatch(new RegExp(`Index (Only )?Scan (Backward )?using ${index}`));
    expect(plan).not.toMatch(/Seq Scan|Sort|Rows Removed/);
  }
});

test('each file of the sitemap is read from the gallery’s index, and its bounds are queried once', async () => {
  const sitemap = createSitemap(1_000);
  const bounds = await recordStatements(() => sitemap.files());
  expect(bounds).toHaveLength(WORKS / 1_000 + 1);
  for (const file of [0, 1, 10]) {
    const statements = await recordStatements(() => sitemap.posts(file));
    // One of them checks whether a file has become full.
    expect(statements).toHaveLength(2);
    for (const statement of [...statements, ...bounds.slice(-1)]) {
      const plan = await explain(client, statement);
      expect(plan).toMatch(/(Index (Only )?Scan (Backward )?using|Bitmap Index Scan on) posts_gallery/);
      expect(plan).not.toMatch(/Seq Scan|Rows Removed/);
    }
  }
});
