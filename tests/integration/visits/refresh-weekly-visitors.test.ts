import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { flushVisits } from '#lib/visits/flush-visits.ts';
import { refreshWeeklyVisitors } from '#lib/visits/refresh-weekly-visitors.ts';
import { makePost } from '../../support/database/factories.ts';
import { noonOfDay, visit, visitorsOf } from '../../support/database/visit.ts';

await waitForRedis();
beforeEach(async () => {
  await redis().flushdb();
  await db().post.deleteMany();
});

async function visitOn(day: number, slug: string, count: number): Promise<void> {
  for (let visitor = 0; visitor < count; visitor++) await visit(slug, `visitor ${visitor}`, noonOfDay(day));
  await flushVisits({ now: noonOfDay(day) });
}

test('days drop out of the week one by one, and only works that change are written', async () => {
  const [post, other] = [await makePost(), await makePost()];
  await visitOn(0, post.slug, 3);
  await visitOn(2, post.slug, 2);
  await visitOn(2, other.slug, 1);
  const week = async () => (await visitorsOf(post.id)).visitorsWeek;
  expect(await refreshWeeklyVisitors({ now: noonOfDay(6) })).toBe(0);
  expect(await week()).toBe(5);
  expect(await refreshWeeklyVisitors({ now: noonOfDay(7) })).toBe(1);
  expect(await week()).toBe(2);
  expect(await refreshWeeklyVisitors({ now: noonOfDay(8) })).toBe(0);
  expect(await refreshWeeklyVisitors({ now: noonOfDay(9) })).toBe(2);
  expect(await visitorsOf(post.id)).toEqual({ visitors: 5, visitorsWeek: 0, days: [3, 2] });
  expect(await refreshWeeklyVisitors({ now: noonOfDay(1_000) })).toBe(0);
  expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({
    ...{ updatedAt: post.updatedAt, weekChangesOn: null },
  });
});

test('a visit corrects the week at once, and so does the first run after a month', async () => {
  const [visited, forgotten] = [await makePost(), await makePost()];
  for (const { slug } of [visited, forgotten]) await visitOn(0, slug, 3);
  await visitOn(8, visited.slug, 1);
  expect(await visitorsOf(visited.id)).toMatchObject({ visitors: 4, visitorsWeek: 1 });
  expect(await refreshWeeklyVisitors({ now: noonOfDay(40) })).toBe(2);
  for (const { id } of [visited, forgotten]) expect(await visitorsOf(id)).toMatchObject({ visitorsWeek: 0 });
});

test('a refresh runs in slices, skips a locked work, and includes drafts', async () => {
  const posts = await Promise.all(Array.from({ length: 10 }, () => makePost()));
  await Promise.all(posts.map(({ slug }) => visit(slug, 'ada')));
  await flushVisits({ now: noonOfDay(0) });
  const [locked, draft] = posts;
  await db().post.updateMany({ where: { id: draft?.id ?? '' }, data: { status: 'DRAFT' } });
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM posts WHERE id = ${locked?.id}::uuid FOR UPDATE`;
    expect(await refreshWeeklyVisitors({ now: noonOfDay(7), slice: 3 })).toBe(9);
  });
  expect(await visitorsOf(draft?.id ?? '')).toMatchObject({ visitorsWeek: 0 });
  expect(await refreshWeeklyVisitors({ now: noonOfDay(7), slice: 3, stop: AbortSignal.abort() })).toBe(0);
  expect(await refreshWeeklyVisitors({ now: noonOfDay(7), slice: 3 })).toBe(1);
});
