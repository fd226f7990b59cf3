import { expect, test } from 'vitest';
import type { ImportZip } from '#lib/imports/import-zip.ts';
import { parseRow } from '#lib/imports/parse-row.ts';
import type { CsvRow } from '#lib/imports/read-csv.ts';

const row = (cells: CsvRow['cells'] = {}): CsvRow => ({ number: 7, cells: { title: 'Blue', price: '120', ...cells } });

const places = { zip: null, shop: 'https://shop.example.org', allowsHttp: false };

/** `column: sentence` for everything that is wrong. */
function problemsOf(cells: CsvRow['cells']): string[] {
  const parsed = parseRow(row(cells), places);
  if (!Array.isArray(parsed)) throw new Error('nothing is wrong');
  expect(parsed.every((problem) => problem.row === 7)).toBe(true);
  return parsed.map(({ column, message }) => `${column}: ${message}`);
}

function parsed(cells: CsvRow['cells'] = {}) {
  const result = parseRow(row(cells), places);
  if (Array.isArray(result)) throw new Error(JSON.stringify(result));
  return result;
}

test('a row is what the post form would make of it', () => {
  expect(
    parsed({
      ...{ key: ' A-1 ', tags: '#Sea, fog', currency: 'jpy', price: '30,000', year: '2024', state: 'Published' },
      ...{ pictures: 'https://example.org/a.jpg|https://example.org/b.jpg', alt: 'One|Two' },
    }),
  ).toMatchObject({
    ...{ key: 'A-1', state: 'LISTED' },
    fields: {
      title: 'Blue',
      price: { amount: 30_000, currency: 'JPY' },
      tags: ['sea', 'fog'],
      year: 2024,
      medium: null,
    },
    pictures: [
      { url: 'https://example.org/a.jpg', alt: 'One' },
      { url: 'https://example.org/b.jpg', alt: 'Two' },
    ],
  });
});

test('everything that is wrong with a row is said at once, with its column', () => {
  const nine = Array.from({ length: 9 }, (_, index) => `https://example.org/${index}.jpg`).join('\n');
  expect(
    problemsOf({
      ...{ title: '', price: 'much', currency: 'XXX', year: 'soon', state: 'maybe', key: 'k'.repeat(121) },
      ...{ content: 'x'.repeat(10_001), tags: 'a,b,c,d,e,f,g,h,i,j,k', pictures: nine, dimensions: 'x'.repeat(121) },
    }),
  ).toEqual([
    'key: Keep the key to 120 characters.',
    'state: Write published or draft, or leave this empty.',
    'pictures: A work can have up to eight pictures.',
    'title: Give the work a title.',
    'story: Keep the text to 10,000 characters.',
    'currency: Choose a currency from the list.',
    'tags: Use up to ten tags.',
    'year: Enter the year in digits, such as 2024.',
    'dimensions: Keep this to 120 characters.',
  ]);
});

test('a cell that names too many pictures is refused before any of them is looked for', () => {
  const zip = new Proxy({} as ImportZip, {
    get: () => {
      throw new Error('a picture was looked for');
    },
  });
  const result = parseRow(row({ pictures: 'a|'.repeat(99_000), alt: '|'.repeat(99_000) }), { ...places, zip });
  expect(result).toEqual([{ row: 7, column: 'pictures', message: 'A work can have up to eight pictures.' }]);
});

test.for([
  ['front.jpg', /is no URL that begins with https.*put them into a ZIP/],
  ['http://example.org/a.jpg', /has to begin with https/],
  ['https://example.org:8443/a.jpg', /usual port/],
  ['https://ada:secret@example.org/a.jpg', /leave the username and password out/],
  ['https://', /no URL that can be read/],
  ['https://example.org/a.jpg|https://example.org/a.jpg#2', /same picture is here twice/],
  ['ftp://example.org/a.jpg', /no URL that begins with https/],
] as const)('the picture %s is refused', ([pictures, sentence]) => {
  expect(problemsOf({ pictures }).join()).toMatch(sentence);
});

test('a picture of this shop is known by its files, whatever its width', () => {
  const url = (width: number) => `https://shop.example.org/media/${'ab'.repeat(32)}-${width}.webp`;
  expect(parsed({ pictures: url(480) }).pictures).toMatchObject([{ own: 'ab'.repeat(32) }]);
  expect(parsed({ pictures: url(480) }).hash).toBe(parsed({ pictures: url(1280) }).hash);
  // As the export of a work has it that has one twice.
  expect(parsed({ pictures: `${url(480)}\n${url(480)}`, alt: 'One\nTwo' }).pictures).toMatchObject([
    { own: 'ab'.repeat(32), alt: 'One' },
    { own: 'ab'.repeat(32), alt: 'Two' },
  ]);
});

test('descriptions belong to pictures', () => {
  expect(problemsOf({ pictures: 'a.jpg|https://example.org/b.jpg', alt: 'One|Two' })).toHaveLength(1);
  expect(problemsOf({ pictures: 'https://example.org/a.jpg', alt: 'x'.repeat(301) })).toEqual([
    'picture descriptions: Keep the picture’s description to 300 characters.',
  ]);
  expect(problemsOf({ alt: 'One' })).toEqual(['picture descriptions: There are more descriptions than pictures.']);
});

test('the hash tells whether anything that matters has changed, and not the key', () => {
  const { hash } = parsed({ key: 'A-1', pictures: 'https://example.org/a.jpg' });
  const same = (cells: CsvRow['cells']) => parsed({ key: 'B-2', pictures: 'https://example.org/a.jpg', ...cells }).hash;
  expect(same({ slug: 'blue' })).toBe(hash);
  expect(same({ pictures: ' https://example.org/a.jpg' })).toBe(hash);
  // An empty cell is something else than no column; but a row without a key is known by its content.
  for (const change of [{ price: '121' }, { alt: 'One' }, { state: 'published' }, { medium: 'Oil' }, { medium: '' }])
    expect(same(change)).not.toBe(hash);
  expect(parsed({ medium: '', price: '120.00' }).hash).toBe(parsed().hash);
});

test('what the file has no column for stays as the work has it', () => {
  const [one, two] = ['aa'.repeat(32), 'bb'.repeat(32)];
  const stored = {
    cells: {
      ...{ title: 'Blue', description: 'Short', content: 'Long', price: '120', currency: 'JPY' },
      ...{ tags: 'sea, fog', medium: 'Oil', year: '2024', dimensions: '1 × 1 m' },
    },
    pictures: [
      { key: one, alt: 'One' },
      { key: two, alt: 'Two' },
    ],
  };
  const change = (cells: CsvRow['cells'], work = stored) => {
    const result = parseRow(row({ slug: 'blue', ...cells }), places, work);
    if (Array.isArray(result)) throw new Error(JSON.stringify(result));
    return result;
  };
  const kept = change({ title: 'Red', price: '30,000', medium: '' });
  expect(kept.fields).toEqual({
    ...{ title: 'Red', description: 'Short', content: 'Long', price: { amount: 30_000, currency: 'JPY' } },
    ...{ tags: ['sea', 'fog'], medium: null, year: 2024, dimensions: '1 × 1 m' },
  });
  expect(kept.pictures).toMatchObject([
    { own: one, alt: 'One' },
    { own: two, alt: 'Two' },
  ]);
  const url = `https://shop.example.org/media/${two}-480.webp`;
  expect(change({ pictures: url }).pictures).toMatchObject([{ own: two, alt: 'Two' }]);
  expect(change({ pictures: url, alt: '' }).pictures).toMatchObject([{ own: two, alt: '' }]);
  expect(change({ alt: 'A\nB' }).pictures).toMatchObject([{ alt: 'A' }, { alt: 'B' }]);
  // An edit of the rest in the form is no change of the row.
  const edited = { cells: { ...stored.cells, content: 'Edited', currency: 'EUR' }, pictures: [] };
  expect(change({}, edited).hash).toBe(change({}).hash);
});
