import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { clearStoredVisits, dueVisits } from '#lib/visits/due-visits.ts';
import { flushVisits } from '#lib/visits/flush-visits.ts';
import { storeVisits } from '#lib/visits/store-visits.ts';
import { makePost } from '../../support/database/factories.ts';
import { noonOfDay, visit, visitorsOf } from '../../support/database/visit.ts';

await waitForRedis();
beforeEach(() => redis().flushdb());

const TODAY = '2040-01-01';
const flush = (now = noonOfDay(0), batch?: number) => flushVisits({ now, ...(batch && { batch }) });

async function readDue() {
  const counts = [];
  for await (const batch of dueVisits(100)) counts.push(...batch);
  return counts;
}

test('a visitor counts once a day, and again the next day, and updatedAt of the work stays the same', async () => {
  const post = await makePost({ visitors: 40 });
  for (const name of ['ada', 'bo', 'ada']) await visit(post.slug, name);
  expect(await flush()).toBe(1);
  expect(await visitorsOf(post.id)).toEqual({ visitors: 42, visitorsWeek: 2, days: [2] });
  for (const name of ['ada', 'cleo']) await visit(post.slug, name);
  await visit(post.slug, 'ada', noonOfDay(1));
  await flush(noonOfDay(1));
  expect(await visitorsOf(post.id)).toEqual({ visitors: 44, visitorsWeek: 4, days: [3, 1] });
  expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({ updatedAt: post.updatedAt });
  // Nothing is due, and the past day is deleted.
  expect(await redis().keys('visits:2*')).toEqual([`visits:2040-01-02/${post.slug}`]);
  expect(await redis().exists('visits:due')).toBe(0);
  expect(await flush(noonOfDay(1))).toBe(0);
});

test('a crash after reading loses nothing, and one after writing counts nothing twice', async () => {
  const post = await makePost();
  await visit(post.slug, 'ada');
  const read = await readDue();
  expect(read).toEqual([{ day: TODAY, slug: post.slug, visitors: 1 }]);
  await storeVisits(read, TODAY);
  expect(await visitorsOf(post.id)).toMatchObject({ visitors: 1 });
  await flush();
  expect(await visitorsOf(post.id)).toEqual({ visitors: 1, visitorsWeek: 1, days: [1] });
  expect(await readDue()).toEqual([]);
});

test('a visitor who arrives during a flush is counted by the next one', async () => {
  const post = await makePost();
  await visit(post.slug, 'ada');
  const { stored } = await storeVisits(await readDue(), TODAY);
  await visit(post.slug, 'bo');
  await clearStoredVisits(stored, TODAY);
  await flush();
  expect(await visitorsOf(post.id)).toMatchObject({ visitors: 2, days: [2] });
});

test('several workers at once count every visitor once', async () => {
  const posts = await Promise.all(Array.from({ length: 30 }, () => makePost()));
  for (let round = 1; round <= 4; round++) {
    await Promise.all(posts.map(({ slug }) => visit(slug, `visitor ${round}`)));
    await Promise.all([flush(), flush(noonOfDay(0), 7), flush(), flush(noonOfDay(0), 11)]);
  }
  await flush();
  for (const { id } of posts) expect(await visitorsOf(id)).toEqual({ visitors: 4, visitorsWeek: 4, days: [4] });
  expect(await readDue()).toEqual([]);
});

test('no count falls after Redis is flushed', async () => {
  const post = await makePost();
  for (const name of ['ada', 'bo', 'cleo']) await visit(post.slug, name);
  await flush();
  await redis().flushdb();
  for (const name of ['dan', 'eve']) await visit(post.slug, name);
  await flush();
  expect(await visitorsOf(post.id)).toEqual({ visitors: 3, visitorsWeek: 3, days: [3] });
  expect(await readDue()).toEqual([]);
  for (const name of ['finn', 'gil']) await visit(post.slug, name);
  await flush();
  expect(await visitorsOf(post.id)).toMatchObject({ visitors: 4, days: [4] });
});

test('drafts, hidden works and unknown works are not counted, and Redis keeps nothing about them', async () => {
  const draft = await makePost({ status: 'DRAFT' });
  const hidden = await makePost({ hiddenAt: new Date() });
  const sold = await makePost({ status: 'SOLD', soldAt: new Date() });
  for (const slug of [draft.slug, hidden.slug, sold.slug, 'never-was']) await visit(slug, 'ada');
  expect(await flush()).toBe(1);
  for (const { id } of [draft, hidden]) {
    expect(await visitorsOf(id)).toEqual({ visitors: 0, visitorsWeek: 0, days: [] });
  }
  expect(await visitorsOf(sold.id)).toMatchObject({ visitors: 1 });
  expect(await redis().keys('visits:2*')).toEqual([`visits:${TODAY}/${sold.slug}`]);
  expect(await readDue()).toEqual([]);
});

test('a day that Redis has lost leaves no trace', async () => {
  const post = await makePost();
  await visit(post.slug, 'ada');
  await redis().del(`visits:${TODAY}/${post.slug}`);
  await flush();
  expect(await visitorsOf(post.id)).toEqual({ visitors: 0, visitorsWeek: 0, days: [] });
  expect(await redis().exists('visits:due')).toBe(0);
});

test('a work that is locked by a purchase is left for the next flush and does not delay others', async () => {
  const [locked, other] = [await makePost(), await makePost()];
  for (const { slug } of [locked, other]) await visit(slug, 'ada');
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM posts WHERE id = ${locked.id}::uuid FOR UPDATE`;
    // If it waited, it would fail with a lock timeout.
    expect(await flush()).toBe(1);
    expect(await visitorsOf(other.id)).toMatchObject({ visitors: 1 });
  });
  expect(await readDue()).toMatchObject([{ slug: locked.slug }]);
  await flush();
  expect(await visitorsOf(locked.id)).toMatchObject({ visitors: 1 });
});

test('a flush stops between two batches, and deleting a work deletes its days', async () => {
  const posts = await Promise.all(Array.from({ length: 300 }, () => makePost()));
  await Promise.all(posts.map(({ slug }) => visit(slug, 'ada')));
  expect(await flushVisits({ now: noonOfDay(0), batch: 50, stop: AbortSignal.abort() })).toBeLessThan(150);
  await flush(noonOfDay(0), 50);
  expect(await db().postViews.count({ where: { postId: { in: posts.map(({ id }) => id) } } })).toBe(300);
  const [post] = posts;
  await db().post.deleteMany({ where: { id: post?.id ?? '' } });
  expect(await db().postViews.count({ where: { postId: post?.id ?? '' } })).toBe(0);
});
