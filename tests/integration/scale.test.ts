import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { env } from '#lib/env.ts';
import { fillWorks } from '../../bench/scale/fill.ts';
import { inventWorks } from '../../bench/scale/invent-works.ts';
import { measureSize } from '../../bench/scale/measure-size.ts';

const WORKS = 2_000;

test('two thousand works are inserted, and every case of the benchmark runs', async () => {
  const works = inventWorks(300);
  const source = { works, artists: [...new Set(works.map(({ artist }) => artist))] };
  await fillWorks(env().DATABASE_URL, WORKS, source);
  expect(await db().post.count()).toBe(WORKS);
  expect(await db().postImage.count({ where: { post: { isNot: null } } })).toBe(WORKS);
  const [counts] = await db().$queryRaw<[{ found: bigint; shown: bigint; whole: bigint; indexes: bigint }]>`
    SELECT (SELECT count(*) FROM post_search) AS found, (SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '% gin %') AS indexes,
      (SELECT count(*) FROM posts WHERE status <> 'DRAFT' AND hidden_at IS NULL) AS shown,
      (SELECT count(*) FROM post_search JOIN posts ON posts.id = post_id
       WHERE posts.price_value < 'Infinity' AND doc @@ '''#orientation'':*' AND doc @@ '''#colour'':*') AS whole`;
  expect(counts.found).toBe(counts.shown);
  // Set by triggers of the work and of its picture: the price's value, and the picture's orientation and colours.
  expect(counts.whole).toBe(counts.shown);
  expect(counts.indexes).toBeGreaterThan(0n);
  const measured = await measureSize({ runs: 1 });
  expect(measured.filter(({ failure }) => failure !== null)).toEqual([]);
  expect(measured.filter(({ p50, p99 }) => !(p50 > 0 && p99 >= p50))).toEqual([]);
  expect(new Set(measured.map(({ name }) => name)).size).toBe(measured.length);
  expect(await db().order.count({ where: { status: 'PAID' } })).toBeGreaterThan(0);
}, 300_000);
