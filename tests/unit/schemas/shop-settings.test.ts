import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  DEFAULT_SETTINGS,
  fieldsOf,
  readSection,
  SETTING_SECTION_NAMES,
  sectionSchema,
  typedSection,
} from '#lib/schemas/shop-settings.ts';

const problemsOf = (section: Parameters<typeof sectionSchema>[0], values: Record<string, string>) =>
  Object.fromEntries(
    (sectionSchema(section).safeParse(values).error?.issues ?? []).map(({ path, message }) => [path[0], message]),
  );

test('an empty form is valid, and gives the defaults', () => {
  for (const section of SETTING_SECTION_NAMES)
    expect(sectionSchema(section).parse({})).toEqual(DEFAULT_SETTINGS[section]);
  expect(DEFAULT_SETTINGS.money).toEqual({ currency: '', wholeFrom: null });
  expect(DEFAULT_SETTINGS.terms.atPayment).toBe(false);
});

test.for([
  ['identity', 'accent', '#ffff00', /contrast of 1 to 1.*#\w{6} is near/],
  ['identity', 'accentDark', '#000080', /On dark pages/],
  ['identity', 'accent', 'expression(alert(1))', /such as #c0311c/],
  ['identity', 'name', 'x'.repeat(61), /60 characters/],
  ['contact', 'email', 'nobody', /email address/],
  ['contact', 'phone', 'call me', /phone number/],
  ['money', 'currency', 'XXX', /Choose one/],
  ['money', 'wholeFrom', '0', /whole number from 1 to 1,000,000/],
  ['money', 'wholeFrom', '1.5', /whole number/],
  ['returns', 'days', '366', /from 0 to 365/],
  ['returns', 'days', '-1', /whole number/],
  ['returns', 'paidBy', 'nobody', /Choose one/],
  ['seller', 'kind', '__proto__', /Choose one/],
] as const)('%s %s: “%s” is refused in a sentence', ([section, name, value, sentence]) => {
  expect(problemsOf(section, { [name]: value })).toEqual({ [name]: expect.stringMatching(sentence) });
});

test('what is read is in its stored form, and is the same when it is read again', () => {
  const typed = { name: ' Galerie\nNord\u0000 ', tagline: '', accent: '1F5F8B', accentDark: '' };
  const values = sectionSchema('identity').parse(typed);
  expect(values).toEqual({ name: 'Galerie Nord', tagline: '', accent: '#1f5f8b', accentDark: '' });
  expect(readSection('identity', typedSection(values))).toEqual(values);
  const money = sectionSchema('money').parse({ currency: 'USD', wholeFrom: ' 100 ' });
  expect(readSection('money', typedSection(money))).toEqual({ currency: 'USD', wholeFrom: 100 });
});

test('a stored value that this version refuses has its default, and the others stay', () => {
  expect(readSection('money', { currency: 'XXX', wholeFrom: '100', other: '1' })).toEqual({
    currency: '',
    wholeFrom: 100,
  });
  expect(readSection('returns', { days: 14, paidBy: null })).toEqual({ days: null, paidBy: '' });
});

test('docs/settings.md has exactly these settings', () => {
  const documented = [...readFileSync('docs/settings.md', 'utf8').matchAll(/^\| `(\w+)` \| `(\w+)` \|/gm)];
  expect(documented.map(([, section, name]) => `${section}.${name}`)).toEqual(
    SETTING_SECTION_NAMES.flatMap((section) => fieldsOf(section).map(({ name }) => `${section}.${name}`)),
  );
});
