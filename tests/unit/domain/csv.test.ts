import { expect, test } from 'vitest';
import { csvLine } from '#lib/domain/csv.ts';

test('cells are separated by commas, and quoted where RFC 4180 asks for it', () => {
  expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', ''])).toBe('plain,"a,b","say ""hi""","two\nlines",\r\n');
});

test.for(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r@x', '＝1+1', '＠x'])(
  'a spreadsheet takes %j for text',
  (text) => {
    expect(csvLine([text]).replace(/^"/, '')).toMatch(/^'/);
    expect(csvLine([text])).toContain(text);
  },
);

test.for(['a=b', '2026-11-30', 'mira@example.org', '#1', 'ö'])('%s stays as it is', (text) => {
  expect(csvLine([text])).toBe(`${text}\r\n`);
});
