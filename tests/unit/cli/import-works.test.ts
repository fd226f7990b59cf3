import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { maximumAmount, minimumAmount } from '#lib/domain/money/currencies.ts';
import { type CatalogueWork, parseCatalogueLine } from '../../../cli/import/catalogue-line.ts';
import { pickPicture } from '../../../cli/import/pick-picture.ts';
import { MAX_LINE_BYTES, type NumberedLine, splitLines } from '../../../cli/import/read-lines.ts';
import { artistRow, workRow } from '../../../cli/import/work-row.ts';
import { cutAtWord, dimensionsOf, priceOf, tagsOf, yearOf } from '../../../cli/import/work-rules.ts';

const POOL = [0.5, 0.75, 1, 1.5, 2].map((proportion, index) => ({
  key: String(index).repeat(64),
  width: 1000 * proportion,
  height: 1000,
  widths: [320],
  avif: false,
  placeholder: 'a98cba765432fedcba',
  colours: ['blue' as const],
  alt: 'A picture',
}));

function work(changes: Record<string, unknown> = {}): CatalogueWork {
  const line = { acno: 'A1', title: 'A Title', artist: 'An Artist', width_mm: '394', height_mm: '419', ...changes };
  const parsed = parseCatalogueLine({ number: 1, text: JSON.stringify(line) });
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.work;
}

test.each([
  ['1826–7, reprinted 1892', 1826],
  ['?c.1785', 1785],
  ['c. AD 975', 975],
  ['date not known', null],
  ['12 May', null],
  ['12345', null],
  [null, null],
])('the year of %j is %j', (date, year) => {
  expect(yearOf(date)).toBe(year);
});

test('cuts a long title between words, and never inside a surrogate pair', () => {
  expect(cutAtWord('short', 10)).toBe('short');
  expect(cutAtWord('one two three four', 12)).toBe('one two…');
  expect(cutAtWord('one two, three', 9)).toBe('one two…');
  expect(cutAtWord('x'.repeat(200), 120)).toHaveLength(120);
  expect([...cutAtWord('🦋'.repeat(130), 120)]).toHaveLength(120);
});

test('a title that was cut is complete in the content', () => {
  const title = 'A very long title about many things '.repeat(8).trim();
  const row = workRow(work({ title }), 7, POOL);
  expect([...row.title].length).toBeLessThanOrEqual(120);
  expect(row.title.endsWith('…')).toBe(true);
  expect(row.content.startsWith(title)).toBe(true);
});

test('tags are normalized, unique, short enough and at most ten', () => {
  const subjects = [
    'Man, old',
    'man old',
    'building - non-specific',
    "Dante, 'Divine Comedy: Inferno', long",
    ' Sea ',
    '#x',
  ];
  expect(tagsOf(work({ subjects }))).toEqual(['man old', 'building', 'sea', 'x']);
  expect(tagsOf(work({ subjects: Array.from({ length: 20 }, (_, index) => `tag ${index}`) }))).toHaveLength(10);
  expect(tagsOf(work({ subjects: [], themes: ['nature'] }))).toEqual(['nature']);
});

test('dimensions need both numbers', () => {
  expect(dimensionsOf(work())).toBe('394 × 419 mm');
  expect(dimensionsOf(work({ height_mm: null }))).toBeNull();
});

test('a work’s price is the same every time and within Stripe’s limits', () => {
  for (let number = 0; number < 500; number++) {
    const price = priceOf(work({ acno: `A${number}`, classification: 'installation' }));
    expect(priceOf(work({ acno: `A${number}`, classification: 'installation' }))).toEqual(price);
    expect(Number.isInteger(price.amount)).toBe(true);
    expect(price.amount).toBeGreaterThanOrEqual(minimumAmount(price.currency));
    expect(price.amount).toBeLessThanOrEqual(maximumAmount(price.currency));
  }
});

test('the same line yields the same row, and another work another id, slug and time', () => {
  const row = workRow(work(), 3, POOL);
  expect(workRow(work(), 3, POOL)).toEqual(row);
  const other = workRow(work({ acno: 'A2' }), 4, POOL);
  expect(other.id).not.toBe(row.id);
  expect(other.slug).not.toBe(row.slug);
  expect(other.listed_at).not.toBe(row.listed_at);
  expect(row.slug).toMatch(/^a-title-[0-9a-z]{9}$/);
});

test('handles NUL, quotes, accents and lone surrogates', () => {
  const row = workRow(work({ title: 'Café \0"quoted" O’Neill’s \ud800 🦋' }), 1, POOL);
  expect(row.title).toBe('Café "quoted" O’Neill’s \ufffd 🦋');
  expect(workRow(work({ title: '無題' }), 1, POOL).slug).toMatch(/^work-[0-9a-z]{9}$/);
});

test.each([
  ['Gräfin Žižka-Ø', 'grafin-zizka-o'],
  ['British (?) School', 'british-school'],
  ['A very long name of an artist, with titles', 'a-very-long-name-of-an-artist'],
])('the username of %j is %j', (artist, username) => {
  const row = artistRow(work({ artist }));
  expect(row.username).toBe(username);
  expect(row.second_username).toMatch(/^[a-z0-9][a-z0-9-]{1,29}$/);
});

test('an artist whose name has no Latin letters still gets a username', () => {
  expect(artistRow(work({ artist: '葛飾北斎' })).username).toMatch(/^artist-[0-9a-z]{9}$/);
});

test.each([
  ['{"acno":', 'not valid JSON'],
  ['42', 'not an object'],
  ['null', 'not an object'],
  ['{"acno":"A1","title":"","artist":"X"}', 'title is missing or invalid'],
  ['{"acno":"A1","title":"T"}', 'artist is missing or invalid'],
  ['{"acno":"A1","title":"T","artist":"X","subjects":"sea"}', 'subjects is missing or invalid'],
])('the line %s is refused: %s', (text, problem) => {
  expect(parseCatalogueLine({ number: 1, text })).toEqual({ problem });
});

test('picks the picture with the nearest aspect ratio, always the same one', () => {
  const wide = POOL.slice(-1);
  expect(pickPicture([...POOL, ...Array.from({ length: 7 }, () => wide).flat()], 'A1', 3)).toEqual(wide[0]);
  expect(pickPicture(POOL, 'A1', null)).toEqual(pickPicture(POOL, 'A1', null));
});

test('joins lines that span chunks, and reports a line that is too long by its number', async () => {
  const chunks = [
    Buffer.from('on'),
    Buffer.from('e\ntw'),
    Buffer.from('o\n'),
    Buffer.alloc(MAX_LINE_BYTES + 1, 120),
    Buffer.from('\nlast'),
  ];
  const lines: NumberedLine[] = [];
  for await (const line of splitLines(Readable.from(chunks))) lines.push(line);
  expect(lines).toEqual([
    { number: 1, text: 'one' },
    { number: 2, text: 'two' },
    { number: 3, text: null },
    { number: 4, text: 'last' },
  ]);
});
