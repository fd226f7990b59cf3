import { expect, test } from 'vitest';
import { currencyOfCountry } from '#lib/domain/money/country-currencies.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';
import { visitorCurrency } from '#lib/domain/money/visitor-currency.ts';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const LETTER_PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
const LINE_LENGTH = 110;

function table(input: string, output: string, entries: [string, string][]): string {
  const lines = [''];
  for (const [key, value] of entries) {
    const entry = `${key} ${value};`;
    const last = lines.at(-1) ?? '';
    if (last.length + entry.length < LINE_LENGTH) lines[lines.length - 1] = `${last} ${entry}`.trim();
    else lines.push(entry);
  }
  return [`map ${input} ${output} {`, '  default "";', ...lines.map((line) => `  ${line}`), '}'].join('\n');
}

const currencyOfLanguage = (tag: string) => visitorCurrency({ chosen: null, country: null, languages: tag }, '');
const withCurrency = (pairs: string[], find: (pair: string) => string | undefined) =>
  pairs.flatMap((pair): [string, string][] => {
    const currency = find(pair);
    return currency ? [[pair, currency]] : [];
  });

// After a change to the tables, `npx vitest run tests/unit/deploy -u` writes the file again.
test('deploy/nginx-currencies.conf contains the same tables as the shop', async () => {
  const countries = withCurrency(
    LETTER_PAIRS.map((pair) => pair.toUpperCase()),
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
    // A language without a region stands for its home country.
    table('$bare_language', '$language_currency', withCurrency(LETTER_PAIRS, currencyOfLanguage)),
    '',
  ].join('\n\n');
  await expect(text).toMatchFileSnapshot('../../../deploy/nginx-currencies.conf');
});

test('the region of a language tag chooses the same currency as that country', () => {
  for (const pair of LETTER_PAIRS) {
    const country = pair.toUpperCase();
    const currency = currencyOfCountry(country);
    if (currency) expect(currencyOfLanguage(`en-${country}`), country).toBe(currency);
  }
});
