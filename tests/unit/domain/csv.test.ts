import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvFile, csvLine, moneyCell, rearmCell } from '#lib/domain/csv.ts';

test('cells are separated by commas, and quoted where RFC 4180 asks for it', () => {
  expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', ''])).toBe('plain,"a,b","say ""hi""","two\nlines",\r\n');
});

test.for(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r@x', '\n', '＝1+1', '＋1', '－1', '＠x', "'=1", "''\t"])(
  'a spreadsheet takes %j for text',
  (text) => {
    expect(csvLine([text]).replace(/^"/, '')).toMatch(/^'/);
    expect(csvLine([text])).toContain(text);
    expect(rearmCell(`'${text}`)).toBe(text);
  },
);

test.for(['a=b', '2026-11-30', 'mira@example.org', '#1', 'ö', "'tis", "'90s"])('%s stays as it is', (text) => {
  expect(csvLine([text])).toBe(`${text}\r\n`);
  expect(rearmCell(text)).toBe(text);
});

test('whatever is written is read again as it was, and no cell begins like a formula', () => {
  const nasty = fc.string({ unit: fc.constantFrom(...'=+-@＝＠ \t\r\n\'",;aö\0') });
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string()), { minLength: 2, maxLength: 6 }), (cells) => {
      const [read = []] = parse(csvLine(cells)) as string[][];
      expect(read.map(rearmCell)).toEqual(cells);
      for (const cell of read) expect(cell).not.toMatch(/^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/);
    }),
  );
});

test('an amount is exact in its currency’s own digits, and a sign of it is no formula', () => {
  const cells = [
    { amount: -1_205, currency: 'EUR' },
    { amount: 30_000, currency: 'JPY' },
    { amount: -5, currency: 'KWD' },
  ];
  expect(csvLine(cells.map(moneyCell))).toBe('-12.05,30000,-0.005\r\n');
});

test('a file begins with a byte order mark and the names, and reads no batch before it is asked for', async () => {
  let read = 0;
  async function* batches() {
    for (; read < 3; ) yield [`row ${++read}`];
  }
  const file = csvFile([['name', (row: string) => row]], batches());
  expect((await file.next()).value).toBe('\ufeffname\r\n');
  expect(read).toBe(0);
  expect((await file.next()).value).toBe('row 1\r\n');
  expect(read).toBe(1);
});
