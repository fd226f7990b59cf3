import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { ARTISTS_PAGE_SIZE, listArtists } from '#lib/posts/artists/list-artists.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';

const names = async (from: Parameters<typeof listArtists>[0]) =>
  (await listArtists(from)).artists.map(({ displayName }) => displayName);

async function makeArtist(displayName: string, changes: Parameters<typeof makePost>[0] = {}) {
  const { id: artistId } = await makeUser({ displayName });
  await makePost({ artistId, ...changes });
  return artistId;
}

beforeAll(async () => {
  for (const name of ['Émile Noir', 'edith Ash', '林 風', 'Zoë Quist']) await makeArtist(name);
  const ada = await makeArtist('Ada Moss');
  await makePost({ artistId: ada });
  await makePost({ artistId: ada, status: 'SOLD' });
  await makeArtist('Only Sold', { status: 'SOLD' });
  await makeArtist('Only Hidden', { hiddenAt: new Date() });
  await makeArtist('Only Drafts', { status: 'DRAFT', listedAt: null });
  await makeUser({ displayName: 'A Buyer' });
  await db().user.update({ where: { id: await makeArtist('Suspended') }, data: { suspendedAt: new Date() } });
  const closing = { closingAt: new Date(), closesAt: new Date(Date.now() + 60_000) };
  await db().user.update({ where: { id: await makeArtist('Leaving') }, data: closing });
});

test('artists with public works from A to Z, accents aside, with the number of works for sale', async () => {
  const { artists, next } = await listArtists(null);
  expect(artists.map(({ displayName, letter, forSale }) => [displayName, letter, forSale])).toEqual([
    ['Ada Moss', 'a', 2],
    ['edith Ash', 'e', 1],
    ['Émile Noir', 'e', 1],
    ['Only Sold', 'o', 0],
    ['Zoë Quist', 'z', 1],
    ['林 風', '#', 1],
  ]);
  expect(next).toBeNull();
});

test('the list begins at a letter, or after an artist', async () => {
  expect(await names({ letter: 'f' })).toEqual(['Only Sold', 'Zoë Quist', '林 風']);
  const { id } = await db().user.findFirstOrThrow({ where: { displayName: 'Zoë Quist' } });
  expect(await names({ after: id })).toEqual(['林 風']);
  expect(await names({ after: crypto.randomUUID() })).toEqual([]);
});

test('a work that is published later makes an artist', async () => {
  const { id: artistId } = await makeUser({ displayName: 'Zz Late' });
  const post = await makePost({ artistId, status: 'DRAFT', listedAt: null });
  expect(await names({ letter: 'z' })).not.toContain('Zz Late');
  await db().post.update({ where: { id: post.id }, data: { status: 'LISTED', listedAt: new Date() } });
  expect(await names({ letter: 'z' })).toContain('Zz Late');
});

test('pages follow each other without a gap, also among equal names', async () => {
  for (let count = 0; count < ARTISTS_PAGE_SIZE + 1; count++) await makeArtist('Many');
  const first = await listArtists({ letter: 'm' });
  expect(first.artists).toHaveLength(ARTISTS_PAGE_SIZE);
  const [next] = await names({ after: first.next ?? '' });
  expect([first.artists.at(-1)?.displayName, next]).toEqual(['Many', 'Many']);
});
