import { expect, test } from 'vitest';
import { byLetter, forSaleText, type IndexedArtist } from '#lib/domain/posts/artists-index.ts';

const artist = (username: string, letter: string): IndexedArtist => ({
  ...{ username, displayName: username, letter, forSale: 1 },
});

test('artists are in groups of one letter, in the order of the list', () => {
  const groups = byLetter([artist('9', '#'), artist('ada', 'a'), artist('alma', 'a'), artist('bo', 'b')]);
  expect(groups.map(({ letter, artists }) => [letter, artists.map(({ username }) => username)])).toEqual([
    ['#', ['9']],
    ['a', ['ada', 'alma']],
    ['b', ['bo']],
  ]);
});

test('how many works are for sale, in words', () => {
  expect([0, 1, 2, 1_000].map(forSaleText)).toEqual([
    ...['No work for sale now', '1 work for sale', '2 works for sale', '1,000 works for sale or more'],
  ]);
});
