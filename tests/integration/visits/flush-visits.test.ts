import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { redis, redisReady } from '#lib/redis.ts';
import { dueVisits, settleVisits } from '#lib/visits/due-visits.ts';
import { flushVisits } from '#lib/visits/flush-visits.ts';
import { storeVisits } from '#lib/visits/store-visits.ts';
import { makePost } from '../../support/database/factories.ts';
import { noonOf, visit, visitorsOf } from '../../support/database/visits.ts';

await redisReady();
beforeEach(() => redis().flushdb());

const TODAY = '2040-01-01';
const flush = (now = noonOf(0), batch?: number) => flushVisits({ now, ...(batch && { batch }) });

async function readDue() {
  const counts = [];
  for await (const batch of dueVisits(100)) counts.push(...batch);
  return counts;
}

test('the same visitor counts once a day, and again on the next; the artist has changed nothing', async () => {
  const post = await makePost({ visitors: 40 });
  for (const who of ['ada', 'bo', 'ada']) await visit(post.slug, who);
  expect(await flush()).toBe(1);
  expect(await visitorsOf(post.id)).toEqual({ visitors: 42, visitorsWeek: 2, days: [2] });
  for (const who of ['ada', 'cleo']) await visit(post.slug, who);
  await visit(post.slug, 'ada', noonOf(1));
  await flush(noonOf(1));
  expect(await visitorsOf(post.id)).toEqual({ visitors: 44, visitorsWeek: 4, days: [3, 1] });
  expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({ updatedAt: post.updatedAt });
  // Nothing is due, and the day that is over is forgotten.
  expect(await redis().keys('visits:2*')).toEqual([`visits:2040-01-02/${post.slug}`]);
  expect(await redis().exists('visits:due')).toBe(0);
  expect(await flush(noonOf(1))).toBe(0);
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

test('whoever comes while PostgreSQL is told is counted at the next flush', async () => {
  const post = await makePost();
  await visit(post.slug, 'ada');
  const { stored } = await storeVisits(await readDue(), TODAY);
  await visit(post.slug, 'bo');
  await settleVisits(stored, TODAY);
  await flush();
  expect(await visitorsOf(post.id)).toMatchObject({ visitors: 2, days: [2] });
});

test('several workers at once count everybody once', async () => {
  const posts = await Promise.all(Array.from({ length: 30 }, () => makePost()));
  for (let round = 1; round <= 4; round++) {
    await Promise.all(posts.map(({ slug }) => visit(slug, `visitor ${round}`)));
    await Promise.all([flush(), flush(noonOf(0), 7), flush(), flush(noonOf(0), 11)]);
  }
  await flush();
  for (const { id } of posts) expect(await visitorsOf(id)).toEqual({ visitors: 4, visitorsWeek: 4, days: [4] });
  expect(await readDue()).toEqual([]);
});

test('with Redis flushed no count falls', async () => {
  const post = await makePost();
  for (const who of ['ada', 'bo', 'cleo']) await visit(post.slug, who);
  await flush();
  await redis().flushdb();
  for (const who of ['dan', 'eve']) await visit(post.slug, who);
  await flush();
  expect(await visitorsOf(post.id)).toEqual({ visitors: 3, visitorsWeek: 3, days: [3] });
  expect(await readDue()).toEqual([]);
  for (const who of ['finn', 'gil']) await visit(post.slug, who);
  await flush();
  expect(await visitorsOf(post.id)).toMatchObject({ visitors: 4, days: [4] });
});

test('works that nobody may see, or that never were, are not counted, and Redis keeps nothing of them', async () => {
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

test('a day that Redis has forgotten leaves no trace', async () => {
  const post = await makePost();
  await visit(post.slug, 'ada');
  await redis().del(`visits:${TODAY}/${post.slug}`);
  await flush();
  expect(await visitorsOf(post.id)).toEqual({ visitors: 0, visitorsWeek: 0, days: [] });
  expect(await redis().exists('visits:due')).toBe(0);
});

test('a work that somebody is buying is left for the next time, and holds up no other', async () => {
  const [bought, other] = [await makePost(), await makePost()];
  for (const { slug } of [bought, other]) await visit(slug, 'ada');
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM posts WHERE id = ${bought.id}::uuid FOR UPDATE`;
    // It would end after its lock timeout, if it waited.
    expect(await flush()).toBe(1);
    expect(await visitorsOf(other.id)).toMatchObject({ visitors: 1 });
  });
  expect(await readDue()).toMatchObject([{ slug: bought.slug }]);
  await flush();
  expect(await visitorsOf(bought.id)).toMatchObject({ visitors: 1 });
});

test('it stops between two batches, and a deleted work takes its days along', async () => {
  const posts = await Promise.all(Array.from({ length: 300 }, () => makePost()));
  await Promise.all(posts.map(({ slug }) => visit(slug, 'ada')));
  expect(await flushVisits({ now: noonOf(0), batch: 50, stop: AbortSignal.abort() })).toBeLessThan(150);
  await flush(noonOf(0), 50);
  expect(await db().postViews.count({ where: { postId: { in: posts.map(({ id }) => id) } } })).toBe(300);
  const [post] = posts;
  await db().post.deleteMany({ where: { id: post?.id ?? '' } });
  expect(await db().postViews.count({ where: { postId: post?.id ?? '' } })).toBe(0);
});
