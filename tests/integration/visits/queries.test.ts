import { beforeEach, expect, test } from 'vitest';
import { redis, redisReady } from '#lib/redis.ts';
import { flushVisits } from '#lib/visits/flush-visits.ts';
import { getOwnVisitors, getWorkVisitors } from '#lib/visits/queries.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { noonOf, visit } from '../../support/database/visits.ts';

await redisReady();
beforeEach(() => redis().flushdb());

test('the artist sees the days of a work and of all his works; to anybody else the work is not there', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  const work = await makePost({ artistId: artist.id, visitors: 10 });
  const second = await makePost({ artistId: artist.id, visitors: 5 });
  const strange = await makePost({ artistId: other.id });
  for (const [slug, day] of [
    [work.slug, 0],
    [work.slug, 1],
    [work.slug, 24],
    [second.slug, 24],
    [strange.slug, 24],
  ] as const) {
    await visit(slug, 'ada', noonOf(day));
    await flushVisits({ now: noonOf(day) });
  }
  const found = await getWorkVisitors(artist, work.slug, noonOf(30));
  expect(found).toMatchObject({ title: work.title, isPublic: true, figures: { total: 13, week: 1 } });
  const { days = [] } = found?.figures ?? {};
  expect(days).toHaveLength(30);
  expect(days.filter(({ visitors }) => visitors > 0)).toEqual([
    { day: '2040-01-02', visitors: 1 },
    { day: '2040-01-25', visitors: 1 },
  ]);
  expect(await getWorkVisitors(other, work.slug, noonOf(30))).toBeNull();

  const all = await getOwnVisitors(artist, noonOf(30));
  expect(all).toMatchObject({ total: 19, week: 2 });
  expect(all.days.find(({ day }) => day === '2040-01-25')).toEqual({ day: '2040-01-25', visitors: 2 });
  expect(await getOwnVisitors(await makeUser(), noonOf(30))).toMatchObject({ total: 0, week: 0 });
});

test('the figures of a draft say that nobody can see it', async () => {
  const artist = await makeUser();
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT' });
  expect(await getWorkVisitors(artist, draft.slug)).toMatchObject({ isPublic: false });
});
