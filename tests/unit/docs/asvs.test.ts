import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The requirements of OWASP ASVS 5.0.0 in these chapters whose level is 1; then those whose level is 2. */
const LEVEL_1 =
  '6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 ' +
  '7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 14.2.1 14.3.1';
const LEVEL_2 =
  '6.1.2 6.1.3 6.2.9 6.2.10 6.2.11 6.2.12 6.3.3 6.3.4 6.4.3 6.4.4 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.1 6.6.2 6.6.3 ' +
  '6.8.1 6.8.2 6.8.3 6.8.4 7.1.1 7.1.2 7.1.3 7.3.1 7.3.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2 8.1.2 8.2.3 8.4.1 ' +
  '9.2.2 9.2.3 9.2.4 14.1.1 14.1.2 14.2.2 14.2.3 14.2.4 14.3.2 14.3.3 16.1.1 16.2.1 16.2.2 16.2.3 16.2.4 16.2.5 ' +
  '16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3';

const rows = readFileSync('docs/asvs.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [number = '', level, short = '', state = '', shown = '', ...rest] = line.slice(2, -2).split(' | ');
    return { number, level, short, state, shown, rest };
  });

test('every requirement of both levels has exactly one row, with its level and in its order', () => {
  const expected = [
    ...LEVEL_1.split(' ').map((number) => [number, '1']),
    ...LEVEL_2.split(' ').map((number) => [number, '2']),
  ];
  const inOrder = (one = '', other = '') => one.localeCompare(other, 'en', { numeric: true });
  expect(rows.map(({ number, level }) => [number, level])).toEqual(
    expected.sort(([one], [other]) => inOrder(one, other)),
  );
});

test.for(rows)('$number is complete, and the files that it names exist', ({ short, state, shown, rest }) => {
  expect(short).not.toBe('');
  expect(['met', 'not met', 'not applicable']).toContain(state);
  expect(rest).toEqual([]);
  const files = [...shown.matchAll(/`([^`]+\.\w+)`/g)].map(([, file = '']) => file);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  if (state === 'met') expect(files.length).toBeGreaterThan(0);
  else expect(shown).not.toBe('');
});
