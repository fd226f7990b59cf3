import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listByVisitors } from '#lib/posts/list-by-visitors.ts';
import { visitorsCursorSchema } from '#lib/schemas/posts.ts';
import { explain } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makeUser } from '../../support/database/factories.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });

beforeAll(async () => {
  await client.connect();
  const { id: artistId } = await makeUser();
  // Few different numbers, so that pages break between equal ones; every tenth work is a draft, others are hidden.
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at, hidden_at, visitors, visitors_week)
     SELECT gen_random_uuid(), 'seen-' || n, $1, 'Work ' || n, 100, 'EUR',
       CASE WHEN n % 10 = 0 THEN 'DRAFT' ELSE 'LISTED' END::post_status, now(), CASE WHEN n % 10 = 1 THEN now() END,
       n % 77, n % 13
     FROM generate_series(1, 4000) n`,
    [artistId],
  );
  await client.query('VACUUM ANALYZE posts');
});
afterAll(() => client.end());

test.for([
  ['views', 'visitors', 'posts_by_views'],
  ['week', 'visitors_week', 'posts_by_week'],
] as const)(
  'sort=%s is read from its index, most visitors first, and every work is listed once',
  async ([sort, column, index]) => {
    const expected = await client.query<{ id: string }>(
      `SELECT id FROM posts WHERE status <> 'DRAFT' AND hidden_at IS NULL ORDER BY ${column} DESC, id DESC`,
    );
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const cursor = after === '' ? undefined : visitorsCursorSchema.parse(after);
      const page = await listByVisitors({ sort, after: cursor });
      seen.push(...page.posts.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toEqual(expected.rows.map(({ id }) => id));
    expect(seen).toHaveLength(3_200);

    const deep = { value: 6, id: 'ffffffff-ffff-4fff-bfff-ffffffffffff' };
    for (const after of [undefined, deep]) {
      const statements = await recordStatements(() => listByVisitors({ sort, after }));
      const keys = statements.find(({ text }) => text.includes(`ORDER BY ${column}`));
      if (!keys) throw new Error('no query was made');
      const plan = await explain(client, keys);
      expect(plan).toContain(`Index Only Scan Backward using ${index}`);
      expect(plan).not.toMatch(/Seq Scan|Sort|Rows Removed/);
    }
  },
);
