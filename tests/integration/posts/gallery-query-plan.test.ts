import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { listPublicPosts } from '#lib/posts/queries.ts';
import { explain } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makeUser } from '../../support/database/factories.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });
let artistId = '';

beforeAll(async () => {
  await client.connect();
  artistId = (await makeUser()).id;
  const other = (await makeUser()).id;
  // Every tenth is a draft and every hundredth work is the artist's.
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at)
     SELECT gen_random_uuid(), 'work-' || n, CASE WHEN n % 100 = 1 THEN $1::uuid ELSE $2::uuid END, 'Work ' || n, 100, 'EUR',
       CASE WHEN n % 10 = 0 THEN 'DRAFT' ELSE 'LISTED' END::post_status, now() - make_interval(mins => n)
     FROM generate_series(1, 5000) n`,
    [artistId, other],
  );
  await client.query('VACUUM ANALYZE posts');
});

afterAll(() => client.end());

/** The plan of the statement that selects the posts to show. */
async function keyPlan(query: Parameters<typeof listPublicPosts>[0]): Promise<string> {
  const statements = await recordStatements(() => listPublicPosts(query));
  const keys = statements.find(({ text }) => text.includes('ORDER BY listed_at DESC'));
  if (!keys) throw new Error('the gallery made no query');
  return explain(client, keys);
}

test.for([
  ['first page', undefined],
  ['page in the middle', new Date(Date.now() - 2_500 * 60_000)],
  ['last page', new Date(Date.now() - 4_990 * 60_000)],
] as const)("the gallery's %s is read from its index alone", async ([, listedAt]) => {
  const id = 'ffffffff-ffff-4fff-bfff-ffffffffffff';
  const plan = await keyPlan(listedAt ? { after: { listedAt, id } } : {});
  expect(plan).toContain('Index Only Scan using posts_gallery');
  expect(plan).not.toMatch(/Seq Scan|Sort/);
});

test("an artist's page is read from its index", async () => {
  const plan = await keyPlan({ artistId });
  expect(plan).toMatch(/Index (Only )?Scan using posts_by_artist_public/);
  expect(plan).not.toMatch(/Seq Scan|Sort/);
  expect((await listPublicPosts({ artistId })).posts).toHaveLength(24);
  expect(await db().post.count()).toBe(5_000);
});
