import { EVERYTHING, type SearchQuery } from '#lib/domain/search/search.ts';
import { countResults } from '#lib/search/count-results.ts';
import { searchPosts } from '#lib/search/search-posts.ts';
import { suggest } from '#lib/search/suggest.ts';
import { oneOf, randomIndex } from './random.ts';
import type { Samples } from './samples.ts';
import { type ScaleCase, search } from './scale-case.ts';

const MARKED: Readonly<Record<string, string>> = { a: 'á', e: 'è', i: 'î', o: 'ö', u: 'ü' };

/** Searches for every kind of word, best match first; the counts beside the filters; suggestions while typing. */
export function wordCases(samples: Samples): ScaleCase[] {
  const { words } = samples;
  const kinds: Record<string, (random: () => number) => Partial<SearchQuery>> = {
    'a rare word': (random) => ({ q: oneOf(words.rare, random) }),
    'a usual word': (random) => ({ q: oneOf(words.usual, random) }),
    'a common word': (random) => ({ q: oneOf(words.common, random) }),
    'two words of a work': (random) => ({ q: wordsOfOneWork(samples, 2, random) }),
    'three words of a work': (random) => ({ q: wordsOfOneWork(samples, 3, random) }),
    'two common words': (random) => ({ q: `${oneOf(words.common, random)} ${oneOf(words.common, random)}` }),
    'a beginning of three letters': (random) => ({ q: oneOf(words.usual, random).slice(0, 3) }),
    'a word with an accent': (random) => ({ q: withAccent(oneOf(words.usual, random)) }),
    'a misspelt word': (random) => ({ q: misspelt(oneOf(words.usual, random), random) }),
    'an artist’s name': (random) => ({ q: oneOf(samples.works, random).displayName.slice(0, 60) }),
    'a word, available, in one colour': (random) => ({
      q: oneOf(words.usual, random),
      available: true,
      colour: 'blue',
    }),
    'a common word, available': (random) => ({ q: oneOf(words.common, random), available: true }),
  };
  const counts: Record<string, (random: () => number) => Partial<SearchQuery>> = {
    all: () => ({}),
    'a rare word': (random) => ({ q: oneOf(words.rare, random) }),
    'a usual word': (random) => ({ q: oneOf(words.usual, random) }),
    'a common word': (random) => ({ q: oneOf(words.common, random) }),
    'a tag, available': (random) => ({ tag: oneOf(samples.works, random).tags[0] ?? null, available: true }),
  };
  return [
    ...Object.entries(kinds).map(([name, part]) =>
      search(name, (random) => {
        const query = { ...EVERYTHING, ...part(random), sort: 'best' as const };
        return () => searchPosts(query);
      }),
    ),
    search('a common word, the second page', async (random) => {
      const query = { ...EVERYTHING, q: oneOf(words.common, random), sort: 'newest' as const };
      return () => searchPosts(query);
    }),
    ...Object.entries(counts).map(([name, part]) =>
      search(`numbers: ${name}`, (random) => {
        const query = { ...EVERYTHING, ...part(random) };
        return () => countResults(query);
      }),
    ),
    search('suggestions', (random) => {
      const typed = oneOf(words.usual, random);
      return () => suggest(typed.slice(0, 2 + randomIndex(typed.length - 2, random)));
    }),
  ];
}

/** Some different words from one work's title, artist and tags, as someone who remembers the work would type. */
function wordsOfOneWork({ works }: Samples, count: number, random: () => number): string {
  for (;;) {
    const { title, displayName, tags } = oneOf(works, random);
    const words = [...new Set(`${title} ${displayName} ${tags.join(' ')}`.match(/\p{L}{3,}/gu))];
    if (words.length < count) continue;
    return Array.from({ length: count }, () => words.splice(randomIndex(words.length, random), 1)[0]).join(' ');
  }
}

const withAccent = (word: string) => word.replace(/[aeiou]/, (letter) => MARKED[letter] ?? letter);

/** Replaces one letter in the middle. */
export function misspelt(word: string, random: () => number): string {
  const at = 1 + randomIndex(word.length - 2, random);
  const other = word[at] === 'q' ? 'x' : 'q';
  return `${word.slice(0, at)}${other}${word.slice(at + 1)}`;
}
