import { beforeEach, expect, test } from 'vitest';
import { redis, waitForRedis } from '#lib/redis.ts';
import { flushVisits } from '#lib/visits/flush-visits.ts';
import { getOwnVisitors, getPostVisitors } from '#lib/visits/queries.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { noonOfDay, visit } from '../../support/database/visit.ts';

await waitForRedis();
beforeEach(() => redis().flushdb());

test('artists see the days of one work and of all their works, and nobody else finds the work', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  const work = await makePost({ artistId: artist.id, visitors: 10 });
  const second = await makePost({ artistId: artist.id, visitors: 5 });
  const otherWork = await makePost({ artistId: other.id });
  for (const [slug, day] of [
    [work.slug, 0],
    [work.slug, 1],
    [work.slug, 24],
    [second.slug, 24],
    [otherWork.slug, 24],
  ] as const) {
    await visit(slug, 'ada', noonOfDay(day));
    await flushVisits({ now: noonOfDay(day) });
  }
  const found = await getPostVisitors(artist, work.slug, noonOfDay(30));
  expect(found).toMatchObject({ title: work.title, isPublic: true, figures: { total: 13, week: 1 } });
  const { days = [] } = found?.figures ?? {};
  expect(days).toHaveLength(30);
  expect(days.filter(({ visitors }) => visitors > 0)).toEqual([
    { day: '2040-01-02', visitors: 1 },
    { day: '2040-01-25', visitors: 1 },
  ]);
  expect(await getPostVisitors(other, work.slug, noonOfDay(30))).toBeNull();

  const all = await getOwnVisitors(artist, noonOfDay(30));
  expect(all).toMatchObject({ total: 19, week: 2 });
  expect(all.days.find(({ day }) => day === '2040-01-25')).toEqual({ day: '2040-01-25', visitors: 2 });
  expect(await getOwnVisitors(await makeUser(), noonOfDay(30))).toMatchObject({ total: 0, week: 0 });
});

test('the figures of a draft say that it is not public', async () => {
  const artist = await makeUser();
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT' });
  expect(await getPostVisitors(artist, draft.slug)).toMatchObject({ isPublic: false });
});
