import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '#lib/domain/viewer.ts';
import { listArtists } from '#lib/posts/artists/list-artists.ts';
import { listMoreByArtist } from '#lib/posts/related/list-more-by-artist.ts';
import { listSimilar } from '#lib/posts/related/list-similar.ts';
import { listSaved } from '#lib/posts/saved/queries.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { explain } from '../../../bench/explain.ts';
import { recordTraffic } from '../../../bench/record-statements.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });
let postId = '';
let viewer: Viewer;

/** Four thousand works by a thousand artists, most of them sold, among as many accounts that only buy. */
beforeAll(async () => {
  await client.connect();
  viewer = await makeUser();
  postId = (await makePost({ medium: 'Oil', priceAmount: 200_000 })).id;
  await client.query(
    `INSERT INTO users (id, username, email, display_name)
     SELECT gen_random_uuid(), 'many-' || n, 'many-' || n || '@example.org', 'Many ' || n FROM generate_series(1, 2000) AS n`,
  );
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, medium, price_amount, price_currency, status, listed_at, sold_at)
     SELECT gen_random_uuid(), 'many-' || n, users.id, 'Many', 'Oil', n * 100, 'EUR',
       CASE WHEN n % 5 = 0 THEN 'LISTED' ELSE 'SOLD' END::post_status, now() - make_interval(mins => n),
       CASE WHEN n % 5 = 0 THEN NULL ELSE now() END
     FROM generate_series(1, 4000) AS n JOIN users ON username = ('many-' || (n % 1000 + 1))::citext`,
  );
  await client.query(
    `INSERT INTO saved_posts (user_id, post_id, saved_at)
     SELECT CASE WHEN n % 20 = 0 THEN $1::uuid ELSE users.id END, posts.id, now() - make_interval(mins => n)
     FROM generate_series(1, 4000) AS n JOIN posts ON slug = 'many-' || n JOIN users ON username = ('many-' || (n % 1000 + 1))::citext`,
    [viewer.id],
  );
  await client.query('VACUUM ANALYZE posts, users, post_search, saved_posts');
});

afterAll(() => client.end());

/** The plan of the first query that is sent; those that follow load rows by their ids. */
async function planOf(query: () => Promise<unknown>): Promise<string> {
  const first = (await recordTraffic(query)).find(({ text }) => /^\s*(?:select|with)\b/i.test(text));
  if (!first) throw new Error('no query was sent');
  return explain(client, first);
}

test('similar works are found next to the price, among those for sale, and by their rows in the search’s table', async () => {
  const plan = await planOf(() => listSimilar(postId, 10));
  expect(plan.match(/Index Only Scan(?: Backward)? using posts_for_sale_by_price/g)).toHaveLength(2);
  expect(plan).not.toMatch(/Seq Scan on (?:posts|users)\b/);
});

test('more by the artist comes from the artist’s part of the gallery’s index', async () => {
  const plan = await planOf(() => listMoreByArtist(postId, 7));
  expect(plan).toMatch(/posts_by_artist_public/);
  expect(plan).not.toMatch(/Seq Scan/);
});

test('a page of artists is read from the index of their names, and counted from that of works for sale', async () => {
  const { next } = await listArtists(null);
  for (const from of [null, { letter: 'm' }, { after: next ?? '' }]) {
    const plan = await planOf(() => listArtists(from));
    expect(plan).toContain('users_artists');
    expect(plan).toContain('posts_for_sale_by_artist');
    expect(plan).not.toMatch(/Seq Scan/);
  }
});

test('saved works are read page by page from the index of their owner', async () => {
  const { older } = await listSaved(viewer, null);
  for (const cursor of [null, readKeysetCursor({ older })]) {
    const plan = await planOf(() => listSaved(viewer, cursor));
    expect(plan).toContain('saved_posts_by_owner');
    expect(plan).not.toMatch(/Seq Scan on saved_posts/);
  }
});
