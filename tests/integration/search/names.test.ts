import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { redis, redisReady } from '#lib/redis.ts';
import { countWords } from '#lib/search/count-words.ts';
import { indexDuePosts } from '#lib/search/index-due-posts.ts';
import { suggest } from '#lib/search/suggest.ts';
import { makeUser } from '../../support/database/factories.ts';
import { add, titles } from './find.ts';

beforeAll(async () => {
  await redisReady();
  const { id: artistId } = await makeUser({ username: 'zoe', displayName: 'Zoë Lighthouse' });
  for (let index = 0; index < 3; index++) await add(`Photographs ${index}`, { artistId, tags: ['Lichen'] });
  await add('Lightning', { artistId, tags: ['light painting'] });
  await countWords();
});

test('what is typed is completed by words, tags and artists, the most frequent first', async () => {
  expect(await suggest('phot')).toEqual({ words: ['photographs'], tags: [], artists: [] });
  expect(await suggest('LI')).toMatchObject({
    words: ['lighthouse', 'lichen', 'light', 'lightning'],
    tags: ['lichen', 'light painting'],
  });
  expect((await suggest('two lightn')).words).toEqual(['lightning']);
  expect((await suggest('light pa')).tags).toEqual(['light painting']);
  for (const typed of ['zoë', 'ZOE', 'lighth', 'zoe li']) {
    expect([typed, (await suggest(typed)).artists]).toEqual([
      typed,
      [{ username: 'zoe', displayName: 'Zoë Lighthouse' }],
    ]);
  }
  // What begins nothing, and what is no letter.
  for (const typed of ['', 'l', 'zzz', '%', '__', "';--", '\\\\']) {
    expect([typed, await suggest(typed)]).toEqual([typed, { words: [], tags: [], artists: [] }]);
  }
});

test('a renamed artist is found by the new name, and no longer by the old one', async () => {
  const { id } = await makeUser({ username: 'before', displayName: 'Old Name' });
  await add('Renamed', { artistId: id });
  await db().user.update({ where: { id }, data: { username: 'afterwards', displayName: 'Quincunx Brand' } });
  await indexDuePosts();
  expect(await titles({ q: 'quincunx' })).toEqual(['Renamed']);
  expect(await titles({ artist: 'afterwards' })).toEqual(['Renamed']);
  expect(await titles({ artist: 'before' })).toEqual([]);
  expect(await titles({ q: 'renamed old name' })).toEqual([]);
  expect((await suggest('quinc')).artists).toEqual([{ username: 'afterwards', displayName: 'Quincunx Brand' }]);
  expect(await db().searchDue.count()).toBe(0);
});

test('what no public work has is not suggested', async () => {
  const { id } = await makeUser({ displayName: 'Ypsilon Only' });
  const post = await add('Xylophone', { artistId: id, tags: ['xylem'] });
  await add('Xenon', { artistId: id, status: 'DRAFT', listedAt: null, tags: ['xenia'] });
  expect((await suggest('xy')).tags).toEqual(['xylem']);
  expect(await suggest('xen')).toEqual({ words: [], tags: [], artists: [] });
  await db().post.update({ where: { id: post.id }, data: { hiddenAt: new Date() } });
  // The artist at once, the words when they are counted anew.
  expect((await suggest('ypsilon')).artists).toEqual([]);
  await add('Something new', { title: 'Yonder' });
  // The pause between two counts is over.
  await redis().del('search:counting-words');
  await countWords();
  expect(await suggest('xy')).toEqual({ words: [], tags: [], artists: [] });
});
