import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { SYMBOLS, UNSPACED } from '#lib/domain/search/scripts.ts';
import { indexDuePosts } from '#lib/search/index-due-posts.ts';
import { suggest } from '#lib/search/suggest.ts';
import { makeUser } from '../../support/database/factories.ts';
import { addWork, countWorks, search, titles } from './search-fixture.ts';

const FLAGS = 'Flags 🇫🇷🇩🇪';
const FAMILY = 'Family 👩‍👩‍👧‍👦';

beforeAll(async () => {
  for (const title of [
    ...['山水畫：秋天的月亮', '富嶽三十六景', '늦겨울의 바다', 'ガラス玉', 'ｶﾞﾗｽの花', 'แมวดำนอนหลับ', 'မန္တလေးမြို့'],
    ...['كِتَابٌ أحمر', 'نقاشـــي', 'مدرسة', 'سنة ٢٠٢٤', 'שָׁלוֹם עולם', 'रंगीन चित्र', 'за́мок', 'Mo\u0301sica'],
    ...[
      'H₂O',
      'Donau\u00addampf\u200bschiff',
      'Water\u2060fall',
      'ﬁne ①',
      'Sun™',
      'Ｆｕｌｌ Ｗｉｄｔｈ',
      '№5',
      'Blue\u202eGreen',
    ],
    ...['Horse 🐎🌊', FAMILY, FLAGS, 'Star ★☆', 'One ∞ two'],
  ]) {
    await addWork(title);
  }
  const { id: artistId } = await makeUser({ displayName: '葛飾北斎' });
  await addWork('By name', { artistId });
  await addWork('By text', { content: '昔々、あるところにおじいさんとおばあさんがいました。', medium: '油絵' });
});

describe('text of any script is found', () => {
  test.for([
    ['the end of unspaced text', '月亮', ['山水畫：秋天的月亮']],
    ['its middle', '天的', ['山水畫：秋天的月亮']],
    ['all of it', '秋天的月亮', ['山水畫：秋天的月亮']],
    ['one character', '月', ['山水畫：秋天的月亮']],
    ['the last character', '亮', ['山水畫：秋天的月亮']],
    ['three characters', '三十六', ['富嶽三十六景']],
    ['the end of a name', '北斎', ['By name']],
    ['inside of a long text', 'おばあさん', ['By text']],
    ['in the medium', '油絵', ['By text']],
    ['not characters that are elsewhere', '月景', []],
    ['inside of a Korean word', '겨울', ['늦겨울의 바다']],
    ['katakana, half-width in the title', 'ガラス', ['ガラス玉', 'ｶﾞﾗｽの花']],
    ['half-width katakana', 'ｶﾞﾗｽ', ['ガラス玉', 'ｶﾞﾗｽの花']],
    ['inside of Thai text', 'นอน', ['แมวดำนอนหลับ']],
    ['Thai text that begins with a vowel', 'แมวดำ', ['แมวดำนอนหลับ']],
    ['inside of Burmese text', 'မြို့', ['မန္တလေးမြို့']],
    ['Arabic without vowel marks', 'كتاب', ['كِتَابٌ أحمر']],
    ['Arabic with other vowel marks', 'كُتاب', ['كِتَابٌ أحمر']],
    ['alef without hamza', 'احمر', ['كِتَابٌ أحمر']],
    ['alef with another hamza', 'إحمر', ['كِتَابٌ أحمر']],
    ['Arabic without a stretched line', 'نقاشي', ['نقاشـــي']],
    ['Persian letters for Arabic ones', 'نقاشی', ['نقاشـــي']],
    ['an open teh marbuta', 'مدرسه', ['مدرسة']],
    ['Arabic digits', '2024', ['سنة ٢٠٢٤']],
    ['Hebrew without points', 'שלום', ['שָׁלוֹם עולם']],
    ['Hebrew with points', 'עוֹלָם', ['שָׁלוֹם עולם']],
    ['Hindi, whose vowels are letters', 'रंगीन', ['रंगीन चित्र']],
    ['Russian without a stress mark', 'замок', ['за́мок']],
    ['Russian with a stress mark', 'за́мок', ['за́мок']],
    ['a decomposed accent', 'mosica', ['Mo\u0301sica']],
    ['a formula in plain digits', 'h2o', ['H₂O']],
    ['a formula as it is written', 'H₂O', ['H₂O']],
    ['a word with a soft hyphen', 'donaudampfschiff', ['Donau\u00addampf\u200bschiff']],
    ['a typed soft hyphen', 'donau\u00addampf', ['Donau\u00addampf\u200bschiff']],
    ['a word with an invisible joiner', 'waterfall', ['Water\u2060fall']],
    ['typed invisible characters', '\u200bwater\ufefffall\u200e', ['Water\u2060fall']],
    ['a word with a change of direction in it', 'bluegreen', ['Blue\u202eGreen']],
    ['a ligature', 'fine', ['ﬁne ①']],
    ['a number in a circle', '1', ['ﬁne ①']],
    ['full-width letters', 'full width', ['Ｆｕｌｌ Ｗｉｄｔｈ']],
    ['a word before a sign', 'sun', ['Sun™']],
    ['a number behind a sign', '5', ['№5']],
    ['the first of two emoji', '🐎', ['Horse 🐎🌊']],
    ['the second of two emoji', '🌊', ['Horse 🐎🌊']],
    ['one emoji of a group', '👧', [FAMILY]],
    ['an emoji with a skin tone', '👩🏾', [FAMILY]],
    ['the second of two flags', '🇩🇪', [FLAGS]],
    ['no flag between two others', '🇪🇩', []],
    ['a symbol', '☆', ['Star ★☆']],
    ['a symbol between words', 'two ∞', ['One ∞ two']],
    ['a word and unspaced text', 'title 月亮', []],
  ] as const)('%s: %s', async ([, q, expected]) => {
    expect((await titles({ q })).sort()).toEqual([...expected].sort());
    expect((await countWorks({ q })).total.count).toBe(expected.length);
  });
});

test('a medium in any form filters works', async () => {
  expect(await titles({ medium: '油絵' })).toEqual(['By text']);
});

test.for(['\u0300', '\u0308', ' \u0301 \u0302 ', '\u0591', '\u064b', '\ufe0f', '\u200b\u00ad', '\u{e0100}'])(
  'a mark alone, %j, is no word',
  async (q) => {
    expect(await titles({ q })).toEqual(await titles({ q: '' }));
    expect(await titles({ q: `horse ${q}` })).toEqual(['Horse 🐎🌊']);
    expect(await suggest(q)).toEqual({ words: [], tags: [], artists: [] });
  },
);

test('matches are marked in the text as it was written', async () => {
  const marked = async (q: string) => {
    const { posts } = await search({ q });
    return posts.map(({ marked: { title, excerpt } }) =>
      [title, excerpt ?? []].map((text) => text.map((part) => (part.isMatch ? `[${part.text}]` : part.text)).join('')),
    );
  };
  expect(await marked('月亮')).toEqual([['山水畫：秋天的[月亮]', '']]);
  expect(await marked('三十六景')).toEqual([['富嶽[三十六景]', '']]);
  expect(new Set(await marked('ガラス'))).toEqual(
    new Set([
      ['[ガラス]玉', ''],
      ['[ｶﾞﾗｽ]の花', ''],
    ]),
  );
  expect(await marked('كتاب')).toEqual([['[كِتَابٌ] أحمر', '']]);
  expect(await marked('שלום')).toEqual([['[שָׁלוֹם] עולם', '']]);
  expect(await marked('donaudampf')).toEqual([['[Donau\u00addampf\u200bschiff]', '']]);
  expect(await marked('👧')).toEqual([['Family [👩‍👩‍👧‍👦]', '']]);
  expect(await marked('h2o')).toEqual([['[H₂O]', '']]);
  expect(await marked('おばあさん')).toEqual([
    ['By text', '油絵 · 昔々、あるところにおじい[さん]と[おばあさん]がいました。'],
  ]);
});

test('text without spaces is completed, and its pairs are never suggested', async () => {
  expect((await suggest('秋天')).words).toEqual(['秋天的月亮']);
  expect((await suggest('كِتا')).words).toEqual(['كتاب']);
  const pairs = await db().searchWord.findMany({ where: { word: { in: ['月亮', '天的', '겨울', '🐎'] } } });
  expect(pairs).toEqual([]);
});

test('text without spaces is not “corrected”', async () => {
  expect(await search({ q: '秋天的月兒' })).toMatchObject({ posts: [], corrected: null });
});

test('works that a migration has noted are found as soon as the worker has made their rows', async () => {
  const { id } = await addWork('翠雨');
  await db().$executeRaw`UPDATE post_search SET doc = 'old' WHERE post_id = ${id}::uuid`;
  await db().searchDue.create({ data: { postId: id } });
  const stopping = new AbortController();
  stopping.abort();
  await indexDuePosts({ stop: stopping.signal });
  expect(await titles({ q: '翠雨' })).toEqual([]);
  await indexDuePosts();
  expect(await titles({ q: '翠雨' })).toEqual(['翠雨']);
});

test('the characters that are marked are those that are found', async () => {
  const [row] = await db().$queryRaw<[{ pieces: string[] }]>`
    SELECT search_pieces(string_agg(chr(code), '|')) AS pieces
    FROM generate_series(1, 262143) AS code WHERE code NOT BETWEEN 55296 AND 57343`;
  const found = new Set(row.pieces);
  const pattern = new RegExp(`[${UNSPACED}${SYMBOLS}]`, 'u');
  const different: string[] = [];
  for (let code = 1; code < 262_144; code++) {
    const character = String.fromCodePoint(code);
    // Others are found by a compatible character; skin tones are not found by themselves.
    if (/\p{Cs}|\p{Emoji_Modifier}/u.test(character) || character.normalize('NFKC') !== character) continue;
    if (pattern.test(character) !== found.has(character)) different.push(code.toString(16));
  }
  expect(different).toEqual([]);
});
