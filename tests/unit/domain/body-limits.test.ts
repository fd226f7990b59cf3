import { expect, test } from 'vitest';
import { bodyLimit, DEFAULT_BODY_LIMIT, POST_FORM_TEXT_LIMIT } from '#lib/domain/body-limits.ts';
import { MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { POST_LIMITS, SHOWN_IN_POST_FORM } from '#lib/domain/posts/post-limits.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

test.for([
  ['/posts/blue/buy', 16 * 1024],
  ['/posts/blue/buy?x=1', 16 * 1024],
  ['/api/auth/callback/credentials', 16 * 1024],
  ['/api/webhooks/stripe', 1024 * 1024],
  ['/dashboard/works/save', 32 * 1024 * 1024],
] as const)('%s accepts %i bytes', ([url, limit]) => {
  expect(bodyLimit(url)).toBe(limit);
});

test('a picture has its own limit, and a little room', () => {
  expect(bodyLimit('/api/pictures')).toBeGreaterThan(MAX_PICTURE_BYTES);
});

test.for([
  '/',
  '/sign-in',
  '/posts/new',
  '//api/pictures',
  '/api/pictures/',
  '/API/pictures',
  '/api/%70ictures',
  '/api/picturesx',
  '/x/api/pictures',
  'http://shop.example.org/api/pictures',
  '/?/api/pictures',
  '/posts/a/b/buy',
])('%s has the default limit', (url) => {
  expect(bodyLimit(url)).toBe(DEFAULT_BODY_LIMIT);
});

test('whatever people can type into the form of a work fits', () => {
  const lengths = [...Object.values(SHOWN_IN_POST_FORM), ...Array(POST_LIMITS.pictures).fill(POST_LIMITS.alt)];
  // UTF-8 has at most three bytes for one UTF-16 unit, and so has JSON, where a quote is two.
  const bytes = lengths.reduce((sum: number, limit: number) => sum + 3 * typedLength(limit), 0);
  expect(bytes).toBeLessThan(POST_FORM_TEXT_LIMIT - 16 * 1024);
});
