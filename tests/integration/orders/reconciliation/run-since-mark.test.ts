import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { runSinceMark } from '#lib/orders/reconciliation/run-since-mark.ts';

const DAY = 24 * 60 * 60;
const CHANGE = { orderId: 'o', postId: 'p' };
const now = () => Math.floor(Date.now() / 1000);
const mark = () => db().reconcilerMark.findUniqueOrThrow({ where: { name: 'test' } });

/** The start time that each run was given, seconds. */
let starts: number[] = [];
const run = (days = 3) => runSinceMark('test', days, async (since) => void starts.push(since));

beforeEach(async () => {
  starts = [];
  await db().reconcilerMark.deleteMany();
});

test('the first run covers the given number of days, and the next one begins two minutes before the last', async () => {
  await run(3);
  await run(3);
  expect(now() - (starts[0] ?? 0)).toBeGreaterThanOrEqual(3 * DAY);
  expect(now() - (starts[0] ?? 0)).toBeLessThan(3 * DAY + 10);
  expect(now() - (starts[1] ?? 0)).toBeGreaterThanOrEqual(119);
  expect(now() - (starts[1] ?? 0)).toBeLessThan(130);
  expect((await mark()).takenUntil).toBeNull();
});

test('a run that throws is repeated over the same period', async () => {
  await expect(
    runSinceMark('test', 3, async () => {
      throw new Error('Stripe is away');
    }),
  ).rejects.toThrow('Stripe is away');
  await run();
  expect(now() - (starts[0] ?? 0)).toBeGreaterThanOrEqual(3 * DAY);
});

test('an interrupted run returns its changes, and the mark stays', async () => {
  const changed = await runSinceMark('test', 3, async (_since, changes) => {
    changes.push(CHANGE);
    throw new Error('Stripe is away');
  });
  expect(changed).toEqual([CHANGE]);
  await run();
  expect(now() - (starts[0] ?? 0)).toBeGreaterThanOrEqual(3 * DAY);
});

test('one worker runs at a time, and others can run as soon as it is done', async () => {
  const end = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const first = runSinceMark('test', 3, async (_since, changes) => {
    changes.push(CHANGE);
    started.resolve();
    await end.promise;
  });
  await started.promise;
  expect(await run()).toEqual([]);
  expect(starts).toEqual([]);
  end.resolve();
  expect(await first).toEqual([CHANGE]);
  await run();
  expect(starts).toHaveLength(1);
});

test('a crashed worker keeps the mark for two minutes', async () => {
  const upTo = new Date((now() - DAY) * 1000);
  const takenUntil = new Date(Date.now() + 120_000);
  await db().reconcilerMark.create({ data: { name: 'test', upTo, takenUntil } });
  await run();
  expect(starts).toEqual([]);
  await db().reconcilerMark.update({ where: { name: 'test' }, data: { takenUntil: new Date(Date.now() - 1) } });
  await run();
  expect(starts).toEqual([upTo.getTime() / 1000]);
});

test('a mark never moves backwards', async () => {
  const upTo = new Date(Date.now() + 60_000);
  await db().reconcilerMark.create({ data: { name: 'test', upTo } });
  await run();
  expect((await mark()).upTo).toEqual(upTo);
});
