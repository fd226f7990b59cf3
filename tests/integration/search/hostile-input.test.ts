import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { searchUrl } from '#lib/domain/search/search.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { countResults } from '#lib/search/count-results.ts';
import { parseCursor } from '#lib/search/search-cursor.ts';
import { searchPosts } from '#lib/search/search-posts.ts';
import { suggest } from '#lib/search/suggest.ts';
import { addWork } from './search-fixture.ts';

beforeAll(async () => {
  await addWork("O'Brien & Søn: 100% \\ “blue”", { tags: ["o'clock", 'a\\b'], medium: 'Oil | ink' });
});

/** Searches for a text as the pages and the API do. @returns the number of posts that it finds as words. */
async function countMatches(text: string): Promise<number> {
  for (const name of ['medium', 'tag', 'artist', 'q']) {
    const query = parseSearch(new URLSearchParams({ [name]: text }));
    const { posts } = await searchPosts(query);
    await countResults(query);
    if (name === 'q') {
      await suggest(query.q);
      return posts.length;
    }
  }
  return 0;
}

const HOSTILE = [
  ...[
    "'",
    "''",
    '"',
    '`',
    "o'",
    "'; DROP TABLE posts; --",
    "' OR '1'='1",
    '\\',
    '\\\\',
    "\\'",
    '$1',
    '{{q}}',
    '%',
    '_',
    '?',
  ],
  ...[
    '&',
    '|',
    '!',
    '<->',
    ':*',
    'a & b',
    'a | b',
    '!a',
    'a <-> b',
    'a:*',
    "'a':A",
    '(',
    ')',
    '((((',
    'a <2> b',
    '=a',
    '#tag:a',
    '#sample:1',
  ],
  ...[
    '\0',
    'a\0b',
    '\u{FFFF}',
    '\u{D800}',
    '\u{DC00}x',
    '\u{E000}x\u{E001}',
    '\u{200F}',
    '\u{202E}abc',
    'e\u{301}\u{301}\u{301}',
    '\u{FEFF}',
  ],
  ...['🐎', '👩‍👩‍👧‍👦', '🏳️‍🌈 sea', 'שלום', 'مرحبا بالعالم', '日本語', 'ไทย', 'हिन्दी', 'Ω≈ç√∫', 'ﬁ', 'Ǆ', 'İ', 'ı'],
  ...[
    'the',
    'the of and',
    '...',
    '—',
    '- - -',
    '???',
    '   ',
    '\n\t',
    '<b>',
    '<script>alert(1)</script>',
    '&amp;',
    'a@b.c',
    'http://a.b/c?d=e',
  ],
  ...[
    '1e400',
    '-1',
    '٣',
    '0x10',
    'NaN',
    'null',
    'undefined',
    '__proto__',
    'constructor',
    'x'.repeat(10_000),
    'x '.repeat(5_000),
  ],
  ...['ß'.repeat(200), "'".repeat(200), '\\'.repeat(199), '🐎'.repeat(100), 'é'.repeat(30), 'ab'.repeat(15)],
];

test.for(HOSTILE)('%j causes no error', async (text) => {
  expect(await countMatches(text)).toBeGreaterThanOrEqual(0);
});

test('arbitrary text causes no error', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'\'"\\&|!<->:*()=#aé🐎 \0'), maxLength: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (typed) => {
      expect(await countMatches(typed)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 60 },
  );
});

test.for(["o'brien", 'søn', 'blue', '100', 'son blue', "o'clock", 'b'])(
  'words between punctuation are found: %s',
  async (q) => {
    expect(await countMatches(q)).toBe(1);
  },
);

test('an invalid cursor is refused, and one of another sort order returns a page', async () => {
  const id = '00000000-0000-4000-8000-000000000000';
  for (const text of [
    '',
    'x',
    `1_${id}x`,
    `NaN_${id}`,
    `1e9999_${id}`,
    `r.1_${id}'`,
    `3.1.1_${id}`,
    `1_${'0'.repeat(36)}`,
  ]) {
    expect([text, parseCursor(text)]).toEqual([text, null]);
  }
  const query = parseSearch(new URLSearchParams({ q: 'blue' }));
  expect(searchUrl(query)).toBe('/search?q=blue');
  for (const text of [
    `1_${id}`,
    `r.0.5_${id}`,
    `0.1_${id}`,
    `2.99999999999999_${id}`,
    `-1_${id}`,
    `Infinity_${id}`,
    `${'9'.repeat(20)}_${id}`,
    `-${'9'.repeat(20)}_${id}`,
    `1e999_${id}`,
    `r.1e-999_${id}`,
  ]) {
    const after = parseCursor(text);
    expect(after).not.toBeNull();
    for (const sort of ['best', 'newest', 'price-up', 'views'] as const) {
      expect((await searchPosts({ ...query, sort }, { after })).posts.length).toBeLessThan(2);
    }
  }
});
