import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownPath } from '#lib/http/own-path.ts';

test.for([
  ['/', '/'],
  ['/dashboard', '/dashboard'],
  ['/search?q=a%20b&page=2', '/search?q=a%20b&page=2'],
  ['/posts/fog#top', '/posts/fog'],
  ['/a/../b', '/b'],
])('%s is a path on this site', ([given, path]) => {
  expect(ownPath(given, '/fallback')).toBe(path);
});

test.for<unknown>([
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/..//evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e%2e//evil.example',
  '/..\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n//evil.example',
  '\t//evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'dashboard',
  '',
  null,
  undefined,
  42,
  ['/a'],
])('%j does not lead to another site', (given) => {
  expect(ownPath(given, '/fallback')).toBe('/fallback');
});

test('a browser stays on the site for any input', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    '\t',
    '\n',
    'evil.example',
    'http:',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(part).map((parts) => parts.join('')),
        fc.string(),
      ),
      (given) => {
        const path = ownPath(given, '/fallback');
        expect(URL.parse(path, 'https://shop.example')?.origin, path).toBe('https://shop.example');
      },
    ),
    { numRuns: 2_000 },
  );
});
