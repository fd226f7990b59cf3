import { countriesOf } from './country-currencies.ts';
import { CURRENCY_CODES } from './currencies.ts';
import { currencyName } from './currency-names.ts';

/**
 * The currencies that somebody means who types this: the start of a code, of a word of the name, or of a country's name.
 * @returns ISO 4217 codes, those found by code or name before those found by country; all of them for nothing.
 */
export function findCurrencies(typed: string): string[] {
  const wanted = plain(typed).trim();
  if (wanted === '') return [...CURRENCY_CODES];
  const byName = CURRENCY_CODES.filter((code) => startsWord(`${code} ${currencyName(code)}`, wanted));
  const byCountry = CURRENCY_CODES.filter((code) => countriesOf(code).some((country) => isCountry(country, wanted)));
  return [...new Set([...byName, ...byCountry])];
}

let regions: Intl.DisplayNames | undefined;

/** `US` is the United States, also to somebody who types the code. */
function isCountry(country: string, wanted: string): boolean {
  regions ??= new Intl.DisplayNames('en', { type: 'region' });
  return country.toLowerCase() === wanted || startsWord(regions.of(country) ?? '', wanted);
}

function startsWord(text: string, wanted: string): boolean {
  return ` ${plain(text)}`.includes(` ${wanted}`);
}

/** Small letters without accents, and spaces for all that is no letter. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
}

export type CurrencyGroup = { title: string | null; note: string | null; codes: string[] };

/** Those that prices can be converted to first; below them the others, with what that means. One list while that is not known. */
export function groupCurrencies(codes: string[], quotable: ReadonlySet<string> | null): CurrencyGroup[] {
  if (!quotable) return [{ title: null, note: null, codes }];
  const [known, others] = [codes.filter((code) => quotable.has(code)), codes.filter((code) => !quotable.has(code))];
  const note = 'No exchange rate is known for these: works stand at the artists’ own prices.';
  return [
    { title: null, note: null, codes: known },
    { title: 'Other currencies', note, codes: others },
  ].filter((group) => group.codes.length > 0);
}
