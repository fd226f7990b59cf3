import { expect, test } from 'vitest';
import { currencyOfCountry } from '#lib/domain/money/country-currencies.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';
import { visitorCurrency } from '#lib/domain/money/visitor-currency.ts';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const PAIRS = LETTERS.flatMap((one) => LETTERS.map((other) => one + other));
const WIDTH = 110;

function table(input: string, output: string, entries: [string, string][]): string {
  const lines = [''];
  for (const [key, value] of entries) {
    const entry = `${key} ${value};`;
    const last = lines.at(-1) ?? '';
    if (last.length + entry.length < WIDTH) lines[lines.length - 1] = `${last} ${entry}`.trim();
    else lines.push(entry);
  }
  return [`map ${input} ${output} {`, '  default "";', ...lines.map((line) => `  ${line}`), '}'].join('\n');
}

const ofLanguage = (tag: string) => visitorCurrency({ chosen: null, country: null, languages: tag }, '');
const known = (pairs: string[], find: (pair: string) => string | undefined) =>
  pairs.flatMap((pair): [string, string][] => {
    const currency = find(pair);
    return currency ? [[pair, currency]] : [];
  });

// `npx vitest run tests/unit/deploy -u` writes the file anew after a change of the tables.
test('deploy/nginx-currencies.conf has the tables by which the shop itself chooses', async () => {
  const countries = known(
    PAIRS.map((pair) => pair.toUpperCase()),
    currencyOfCountry,
  );
  const text = [
    '# Which currency a visitor is shown: the tables of lib/domain. Written by tests/unit/deploy/nginx-currencies.test.ts.',
    table(
      '$cookie_code',
      '$chosen_currency',
      CURRENCY_CODES.map((code): [string, string] => [code, code]),
    ),
    table('$visitor_country', '$country_currency', countries),
    table('$language_region', '$region_currency', countries),
    // A language by itself stands for the country where it is at home.
    table('$bare_language', '$language_currency', known(PAIRS, ofLanguage)),
    '',
  ].join('\n\n');
  await expect(text).toMatchFileSnapshot('../../../deploy/nginx-currencies.conf');
});

test('a region in a language tag counts as the country of that name', () => {
  for (const pair of PAIRS) {
    const country = pair.toUpperCase();
    const currency = currencyOfCountry(country);
    if (currency) expect(ofLanguage(`en-${country}`), country).toBe(currency);
  }
});
