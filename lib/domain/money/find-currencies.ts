import { countriesOf } from './country-currencies.ts';
import { CURRENCY_CODES } from './currencies.ts';
import { currencyName } from './currency-names.ts';

/**
 * The currencies whose code, a word of whose name, or one of whose countries' names begins with the typed text.
 * @returns ISO 4217 codes, matches by code or name before matches by country; all codes if nothing was typed.
 */
export function findCurrencies(typed: string): string[] {
  const wanted = plain(typed).trim();
  if (wanted === '') return [...CURRENCY_CODES];
  const byName = CURRENCY_CODES.filter((code) => startsWord(`${code} ${currencyName(code)}`, wanted));
  const byCountry = CURRENCY_CODES.filter((code) => countriesOf(code).some((country) => isCountry(country, wanted)));
  return [...new Set([...byName, ...byCountry])];
}

let regions: Intl.DisplayNames | undefined;

/** Country codes match as well: `US` finds the United States. */
function isCountry(country: string, wanted: string): boolean {
  regions ??= new Intl.DisplayNames('en', { type: 'region' });
  return country.toLowerCase() === wanted || startsWord(regions.of(country) ?? '', wanted);
}

function startsWord(text: string, wanted: string): boolean {
  return ` ${plain(text)}`.includes(` ${wanted}`);
}

/** Lower case without accents; anything but letters and digits becomes a space. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
}

export type CurrencyGroup = { title: string | null; note: string | null; codes: string[] };

/** Quotable currencies first, then the others with a note. A single group while it is unknown which are quotable. */
export function groupCurrencies(codes: string[], quotable: ReadonlySet<string> | null): CurrencyGroup[] {
  if (!quotable) return [{ title: null, note: null, codes }];
  const [withRate, others] = [codes.filter((code) => quotable.has(code)), codes.filter((code) => !quotable.has(code))];
  const note = 'No exchange rate is known for these: works are shown at the artists’ own prices.';
  return [
    { title: null, note: null, codes: withRate },
    { title: 'Other currencies', note, codes: others },
  ].filter((group) => group.codes.length > 0);
}
