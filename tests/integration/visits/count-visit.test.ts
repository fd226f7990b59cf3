import { beforeEach, expect, test } from 'vitest';
import { redis, redisReady } from '#lib/redis.ts';
import { countVisit } from '#lib/visits/count-visit.ts';
import { recordTraffic } from '../../../bench/record-statements.ts';
import { noonOf, visit } from '../../support/database/visits.ts';

await redisReady();
beforeEach(() => redis().flushdb());

test('a visitor is new once a day, and PostgreSQL is not asked', async () => {
  const answers: boolean[] = [];
  const statements = await recordTraffic(async () => {
    for (const who of ['ada', 'ada', 'bo', 'ada']) answers.push(await visit('harbour', who));
    answers.push(await visit('harbour', 'ada', noonOf(1)), await visit('tower', 'ada'));
  });
  expect(answers).toEqual([true, false, true, false, true, true]);
  expect(statements).toEqual([]);
  expect(await redis().smembers('visits:due')).toHaveLength(3);
});

test('nothing that is kept names anybody, and Redis forgets it after two days', async () => {
  await visit('harbour', 'ada');
  for (const key of await redis().keys('*')) expect(await redis().dump(key), key).not.toContain('address of ada');
  const key = 'visits:2040-01-01/harbour';
  expect(await redis().expiretime(key)).toBe(Date.UTC(2040, 0, 4) / 1000);
});

test('one address has only so many visitors of a work, whatever its browsers call themselves', async () => {
  for (let version = 0; version < 500; version++) {
    await countVisit('harbour', { address: 'one', isLocal: false, agent: `Browser/${version}` }, noonOf(0));
  }
  const visitors = await redis().pfcount('visits:2040-01-01/harbour');
  expect(visitors).toBeGreaterThan(50);
  expect(visitors).toBeLessThan(70);
});

test.for(['', 'UPPER', 'a/b', '../x', 'a b', 'é', '-', 'x'.repeat(101), 'a\0b'])(
  '“%s” is no address of a work, and makes no key',
  async (slug) => {
    expect(await visit(slug, 'ada')).toBe(false);
    expect(await redis().dbsize()).toBe(0);
  },
);

test('made-up works of one address end at a thousand in ten minutes; others, and works that are known, go on', async () => {
  const makeUp = (count: number, who: string, isLocal = false) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        countVisit(`made-up-by-${who}-${index}`, { address: who, isLocal, agent: 'browser' }, noonOf(0)),
      ),
    );
  await visit('harbour', 'ada');
  expect((await makeUp(1_100, 'mallory')).filter(Boolean)).toHaveLength(1_000);
  expect(await redis().scard('visits:due')).toBe(1_001);
  const mallory = { address: 'mallory', isLocal: false, agent: 'browser' };
  expect(await countVisit('harbour', mallory, noonOf(0))).toBe(true);
  expect(await countVisit('other', mallory, noonOf(0))).toBe(false);
  expect(await visit('other', 'ada')).toBe(true);
  expect(await countVisit('another', mallory, new Date(noonOf(0).getTime() + 600_000))).toBe(true);
  // Where nobody knows who is who, nobody is held to it.
  expect((await makeUp(1_100, 'localhost', true)).filter(Boolean)).toHaveLength(1_100);
});

test('while no worker takes them away, at most a hundred thousand works are due', async () => {
  await visit('harbour', 'ada');
  const others = Array.from({ length: 100_000 }, (_, index) => `2040-01-01/other-${index}`);
  await redis().sadd('visits:due', ...others);
  expect(await visit('tower', 'ada')).toBe(false);
  expect(await redis().exists('visits:2040-01-01/tower')).toBe(0);
  expect(await visit('harbour', 'bo')).toBe(true);
});
