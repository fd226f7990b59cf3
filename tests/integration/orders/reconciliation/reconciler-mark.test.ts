import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { sinceMark } from '#lib/orders/reconciliation/reconciler-mark.ts';

const DAY = 24 * 60 * 60;
const CHANGE = { orderId: 'o', postId: 'p' };
const now = () => Math.floor(Date.now() / 1000);
const mark = () => db().reconcilerMark.findUniqueOrThrow({ where: { name: 'test' } });

/** What time each run began at. */
let seen: number[] = [];
const run = (days = 3) => sinceMark('test', days, async (since) => void seen.push(since));

beforeEach(async () => {
  seen = [];
  await db().reconcilerMark.deleteMany();
});

test('the first run goes back so many days, the next one to two minutes before the last', async () => {
  await run(3);
  await run(3);
  expect(now() - (seen[0] ?? 0)).toBeGreaterThanOrEqual(3 * DAY);
  expect(now() - (seen[0] ?? 0)).toBeLessThan(3 * DAY + 10);
  expect(now() - (seen[1] ?? 0)).toBeGreaterThanOrEqual(119);
  expect(now() - (seen[1] ?? 0)).toBeLessThan(130);
  expect((await mark()).takenUntil).toBeNull();
});

test('a run that throws is made again over the same time', async () => {
  await expect(
    sinceMark('test', 3, async () => {
      throw new Error('Stripe is away');
    }),
  ).rejects.toThrow('Stripe is away');
  await run();
  expect(now() - (seen[0] ?? 0)).toBeGreaterThanOrEqual(3 * DAY);
});

test('what had moved is told although the run was cut short, and the mark stays', async () => {
  const moved = await sinceMark('test', 3, async (_since, changes) => {
    changes.push(CHANGE);
    throw new Error('Stripe is away');
  });
  expect(moved).toEqual([CHANGE]);
  await run();
  expect(now() - (seen[0] ?? 0)).toBeGreaterThanOrEqual(3 * DAY);
});

test('one worker at a time, and others go on as soon as he is done', async () => {
  const end = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const first = sinceMark('test', 3, async (_since, changes) => {
    changes.push(CHANGE);
    begun.resolve();
    await end.promise;
  });
  await begun.promise;
  expect(await run()).toEqual([]);
  expect(seen).toEqual([]);
  end.resolve();
  expect(await first).toEqual([CHANGE]);
  await run();
  expect(seen).toHaveLength(1);
});

test('a worker that died keeps it for two minutes', async () => {
  const upTo = new Date((now() - DAY) * 1000);
  const takenUntil = new Date(Date.now() + 120_000);
  await db().reconcilerMark.create({ data: { name: 'test', upTo, takenUntil } });
  await run();
  expect(seen).toEqual([]);
  await db().reconcilerMark.update({ where: { name: 'test' }, data: { takenUntil: new Date(Date.now() - 1) } });
  await run();
  expect(seen).toEqual([upTo.getTime() / 1000]);
});

test('a mark never goes back', async () => {
  const upTo = new Date(Date.now() + 60_000);
  await db().reconcilerMark.create({ data: { name: 'test', upTo } });
  await run();
  expect((await mark()).upTo).toEqual(upTo);
});
