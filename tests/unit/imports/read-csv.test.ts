import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csvFile } from '#lib/domain/csv.ts';
import { IMPORT_COLUMNS } from '#lib/domain/imports/columns.ts';
import { decodeCsv } from '#lib/domain/imports/decode-csv.ts';
import { IMPORT_LIMITS, RefusedImport } from '#lib/domain/imports/import.ts';
import { splitDescriptions, splitPictures } from '#lib/domain/imports/picture-lists.ts';
import { TEMPLATE_COLUMNS, TEMPLATE_ROWS } from '#lib/domain/imports/template.ts';
import { readCsv } from '#lib/imports/read-csv.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);

/** The sentences of a refusal, each with its row and column. */
function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RefusedImport)) throw error;
    return error.problems.map(({ row, column, message }) => [row, column, message].filter(Boolean).join(' | '));
  }
  return [];
}

test.for([
  ['a byte order mark', '\ufefftitle,price\nBlue,1'],
  ['semicolons', 'title;price\nBlue;1'],
  ['tabs', 'title\tprice\r\nBlue\t1\r\n'],
  ['other columns first, in any case, with blanks', 'Tags, PRICE ,"Title"\n"a, b",1,Blue'],
  ['empty rows and cells without a name', 'title,price,\n\n,,\nBlue,1,\n'],
])('reads %s', ([, text]) => {
  const [row] = readCsv(decodeCsv(bytes(text ?? '')));
  expect(row?.cells).toMatchObject({ title: 'Blue', price: '1' });
});

test('rows have the numbers of a spreadsheet, also below empty rows and cells of several lines', () => {
  const rows = readCsv('title,price,story\n"One",1,"first\n\nsecond"\n\nTwo,2,\n');
  expect(rows.map(({ number }) => number)).toEqual([2, 4]);
  expect(rows[0]?.cells.content).toBe('first\n\nsecond');
});

test('what an export made harmless is what it was', () => {
  const [row] = readCsv(`title,price\n"'=1+1",1\n`);
  expect(row?.cells.title).toBe('=1+1');
});

test.for([
  ['UTF-16', bytes('\ufefftitle,price\nBlue,1', 'utf16le'), /UTF-16/],
  ['UTF-16 without a mark', bytes('title,price\nBlue,1', 'utf16le'), /UTF-16/],
  ['Latin-1', bytes('title,price\nGrün,1', 'latin1'), /not in UTF-8, perhaps in Latin-1/],
  ['a program', readFileSync(process.execPath).subarray(0, 4_096), /UTF-8|not a CSV|UTF-16/],
  ['nothing', new Uint8Array(), /empty/],
] as const)('refuses %s with a sentence', ([, content, sentence]) => {
  expect(problemsOf(() => decodeCsv(content)).join()).toMatch(sentence);
});

test('says which columns are unknown, missing or there twice', () => {
  expect(problemsOf(() => readCsv('titel,price,Price,currency\nBlue,1,1,EUR'))).toEqual([
    '1 | titel | There is no such column. The names of all columns are below the form.',
    '1 | Price | There are two columns of this name.',
    '1 | title | There is no column “title”.',
  ]);
});

test.for([
  ['an open quotation mark', 'title,price\n"Blue,1', /never closed/],
  ['a stray quotation mark', 'title,price\nBlue,5" x 7"', /Line 2 of the file: a quotation mark/],
  ['too many cells', 'title,price\nBlue,1,Green', /^2 \| This row has more cells/],
  ['no rows', 'title,price\n\n', /no rows/],
  ['too many rows', `title,price\n${'Blue,1\n'.repeat(IMPORT_LIMITS.rows + 1)}`, /up to 1,000 rows/],
  ['line breaks only', `title,price\n${'\n'.repeat(20_000)}`, /up to 1,000 rows/],
  ['nothing but commas', ','.repeat(600_000), /too many cells/],
  ['an endless row', `title,price\n${'x'.repeat(300_000)},1`, /longer than a work/],
] as const)('refuses %s', ([, text, sentence]) => {
  expect(problemsOf(() => readCsv(text)).join()).toMatch(sentence);
});

test('pictures are separated by line breaks or bars, and a single description may have bars', () => {
  expect(splitPictures(' a.jpg |b.jpg\r\n|c d.jpg\n', 9)).toEqual(['a.jpg', 'b.jpg', 'c d.jpg']);
  expect(splitPictures('a|'.repeat(99_000), 9)).toHaveLength(9);
  expect(splitDescriptions('A | B', 1)).toEqual(['A | B']);
  expect(splitDescriptions('A | B', 2)).toEqual(['A', 'B']);
  expect(splitDescriptions('\nA | B', 2)).toEqual(['', 'A | B']);
  expect(splitDescriptions('', 3)).toEqual([]);
});

test('the template has every column and can be read', async () => {
  async function* batches() {
    yield TEMPLATE_ROWS;
  }
  const parts: string[] = [];
  for await (const part of csvFile(TEMPLATE_COLUMNS, batches())) parts.push(part);
  const [row] = readCsv(decodeCsv(bytes(parts.join(''))));
  expect(row?.cells).toEqual(TEMPLATE_ROWS[0]);
  expect(Object.keys(row?.cells ?? {})).toEqual(Object.keys(IMPORT_COLUMNS));
});
