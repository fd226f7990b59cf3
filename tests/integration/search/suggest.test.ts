import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { countWords } from '#lib/search/count-words.ts';
import { indexDuePosts } from '#lib/search/index-due-posts.ts';
import { suggest } from '#lib/search/suggest.ts';
import { makeUser } from '../../support/database/factories.ts';
import { addWork, titles } from './search-fixture.ts';

beforeAll(async () => {
  await waitForRedis();
  const { id: artistId } = await makeUser({ username: 'zoe', displayName: 'Zoë Lighthouse' });
  for (let index = 0; index < 3; index++) await addWork(`Photographs ${index}`, { artistId, tags: ['Lichen'] });
  await addWork('Lightning', { artistId, tags: ['light painting'] });
  await countWords();
});

test('typed text is completed with words, tags and artists, the most frequent first', async () => {
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
  // Text that begins no word, and text without letters.
  for (const typed of ['', 'l', 'zzz', '%', '__', "';--", '\\\\']) {
    expect([typed, await suggest(typed)]).toEqual([typed, { words: [], tags: [], artists: [] }]);
  }
});

test('a renamed artist is found by the new name, and no longer by the old one', async () => {
  const { id } = await makeUser({ username: 'before', displayName: 'Old Name' });
  await addWork('Renamed', { artistId: id });
  await db().user.update({ where: { id }, data: { username: 'afterwards', displayName: 'Quincunx Brand' } });
  await indexDuePosts();
  expect(await titles({ q: 'quincunx' })).toEqual(['Renamed']);
  expect(await titles({ artist: 'afterwards' })).toEqual(['Renamed']);
  expect(await titles({ artist: 'before' })).toEqual([]);
  expect(await titles({ q: 'renamed old name' })).toEqual([]);
  expect((await suggest('quinc')).artists).toEqual([{ username: 'afterwards', displayName: 'Quincunx Brand' }]);
  expect(await db().searchDue.count()).toBe(0);
});

test('words, tags and artists without a public work are not suggested', async () => {
  const { id } = await makeUser({ displayName: 'Ypsilon Only' });
  const post = await addWork('Xylophone', { artistId: id, tags: ['xylem'] });
  await addWork('Xenon', { artistId: id, status: 'DRAFT', listedAt: null, tags: ['xenia'] });
  expect((await suggest('xy')).tags).toEqual(['xylem']);
  expect(await suggest('xen')).toEqual({ words: [], tags: [], artists: [] });
  await db().post.update({ where: { id: post.id }, data: { hiddenAt: new Date() } });
  // The artist disappears at once, the words when they are counted again.
  expect((await suggest('ypsilon')).artists).toEqual([]);
  await addWork('Something new', { title: 'Yonder' });
  // Skips the delay between two counts.
  await redis().del('search:counting-words');
  await countWords();
  expect(await suggest('xy')).toEqual({ words: [], tags: [], artists: [] });
});
