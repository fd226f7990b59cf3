import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slugify } from '#lib/domain/posts/slug.ts';

test.for([
  ['Harbour in Fog', 'harbour-in-fog'],
  ['  Crème brûlée, Nº 5! ', 'creme-brulee-no-5'],
  ['Ångström', 'angstrom'],
  ['ﬁne ½', 'fine-1-2'],
  ['--a--b--', 'a-b'],
  ['山田', ''],
  ['', ''],
  ['😀 joy', 'joy'],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
  ['x'.repeat(500), 'x'.repeat(60)],
])('%j becomes %j', ([text, slug]) => {
  expect(slugify(text ?? '')).toBe(slug);
});

test('any title yields a slug that is safe in a URL and stable under slugify', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const slug = slugify(text);
      expect(slug).toMatch(/^$|^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slug.length).toBeLessThanOrEqual(60);
      expect(slugify(slug)).toBe(slug);
    }),
  );
});

test('special letters become their usual ASCII spelling', () => {
  expect(slugify('Straße, Smørrebrød, Łódź, Œuvre')).toBe('strasse-smorrebrod-lodz-oeuvre');
});
