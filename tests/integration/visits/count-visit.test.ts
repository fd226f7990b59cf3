import { beforeEach, expect, test } from 'vitest';
import { redis, waitForRedis } from '#lib/redis.ts';
import { countVisit } from '#lib/visits/count-visit.ts';
import { recordTraffic } from '../../../bench/record-statements.ts';
import { noonOfDay, visit } from '../../support/database/visit.ts';

await waitForRedis();
beforeEach(() => redis().flushdb());

test('a visitor counts once per day and work, without a query to PostgreSQL', async () => {
  const results: boolean[] = [];
  const statements = await recordTraffic(async () => {
    for (const name of ['ada', 'ada', 'bo', 'ada']) results.push(await visit('harbour', name));
    results.push(await visit('harbour', 'ada', noonOfDay(1)), await visit('tower', 'ada'));
  });
  expect(results).toEqual([true, false, true, false, true, true]);
  expect(statements).toEqual([]);
  expect(await redis().smembers('visits:due')).toHaveLength(3);
});

test('no stored value identifies a visitor, and Redis deletes it after two days', async () => {
  await visit('harbour', 'ada');
  for (const key of await redis().keys('*')) expect(await redis().dump(key), key).not.toContain('address of ada');
  const key = 'visits:2040-01-01/harbour';
  expect(await redis().expiretime(key)).toBe(Date.UTC(2040, 0, 4) / 1000);
});

test('one address counts as a limited number of visitors of a work, whatever its user agents', async () => {
  for (let version = 0; version < 500; version++) {
    await countVisit('harbour', { address: 'one', isLocal: false, agent: `Browser/${version}` }, noonOfDay(0));
  }
  const visitors = await redis().pfcount('visits:2040-01-01/harbour');
  expect(visitors).toBeGreaterThan(50);
  expect(visitors).toBeLessThan(70);
});

test.for(['', 'UPPER', 'a/b', '../x', 'a b', 'é', '-', 'x'.repeat(101), 'a\0b'])(
  '“%s” is not a slug and creates no key',
  async (slug) => {
    expect(await visit(slug, 'ada')).toBe(false);
    expect(await redis().dbsize()).toBe(0);
  },
);

test('one address can add a thousand unknown works in ten minutes; others, and known works, still count', async () => {
  const visitUnknownWorks = (count: number, name: string, isLocal = false) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        countVisit(`made-up-by-${name}-${index}`, { address: name, isLocal, agent: 'browser' }, noonOfDay(0)),
      ),
    );
  await visit('harbour', 'ada');
  expect((await visitUnknownWorks(1_100, 'mallory')).filter(Boolean)).toHaveLength(1_000);
  expect(await redis().scard('visits:due')).toBe(1_001);
  const mallory = { address: 'mallory', isLocal: false, agent: 'browser' };
  expect(await countVisit('harbour', mallory, noonOfDay(0))).toBe(true);
  expect(await countVisit('other', mallory, noonOfDay(0))).toBe(false);
  expect(await visit('other', 'ada')).toBe(true);
  expect(await countVisit('another', mallory, new Date(noonOfDay(0).getTime() + 600_000))).toBe(true);
  // Local visitors cannot be told apart, so they have no limit.
  expect((await visitUnknownWorks(1_100, 'localhost', true)).filter(Boolean)).toHaveLength(1_100);
});

test('without a worker at most a hundred thousand works become due', async () => {
  await visit('harbour', 'ada');
  const others = Array.from({ length: 100_000 }, (_, index) => `2040-01-01/other-${index}`);
  await redis().sadd('visits:due', ...others);
  expect(await visit('tower', 'ada')).toBe(false);
  expect(await redis().exists('visits:2040-01-01/tower')).toBe(0);
  expect(await visit('harbour', 'bo')).toBe(true);
});
