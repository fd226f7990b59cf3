import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSearchKey, searchKey } from '#lib/domain/search-key.ts';
import { nameSearch } from '#lib/http/name-search.ts';

test('every text has a key that fits into a path and gives it back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const key = searchKey(text);
      expect(key).toMatch(/^s[\w-]*$/);
      expect(readSearchKey(key)).toBe(text);
    }),
  );
});

test.for(['', 'x', 's!', 's%', 's_w', `s${'A'.repeat(4_000)}`, 's/../x'])('%s is no key', (key) => {
  expect(readSearchKey(key)).toBeNull();
});

/** The query that the header names for a request to this address, decoded; null without the header. */
function named(url: string, headers: Record<string, string> = {}): string | null {
  const request = { url, headers: { ...headers } } as unknown as IncomingMessage;
  nameSearch(request);
  const key = request.headers['x-search-copy'];
  return typeof key === 'string' ? readSearchKey(key) : null;
}

test('requests that ask for the same get the same copy', () => {
  const copy = named('/search?q=horse&available=1');
  expect(copy).toBe('available=1&q=horse');
  for (const url of [
    '/search?available=1&q=horse',
    '/search/?q=+horse+&available=1&size=&utm_source=mail',
    '/search?q=horse&sort=best&available=1&_rsc=1a2b3',
  ]) {
    expect(named(url)).toBe(copy);
  }
  expect(named('/search')).toBe('');
  expect(named('/search?q=horse&after=1.5_x')).toBe('q=horse&after=1.5_x');
  expect(named(`/search?after=${'9'.repeat(101)}`)).toBe('');
});

test('only searches have one, and nobody else can name it', () => {
  const forged = { 'x-search-copy': searchKey('q=forged') };
  expect(named('/', forged)).toBeNull();
  expect(named('/searches?q=x', forged)).toBeNull();
  expect(named('/search?q=own', forged)).toBe('q=own');
});
