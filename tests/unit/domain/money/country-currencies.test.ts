import { expect, test } from 'vitest';
import { countriesOf, currencyOfCountry } from '#lib/domain/money/country-currencies.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';

/** What Intl can name besides the 249 countries and territories of ISO 3166-1. */
const NO_COUNTRIES = [
  // Groups, and places that are reserved in ISO 3166-1 or are of the CLDR's own.
  ...'AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' '),
  // States and codes of the past.
  ...'AN BU CS DD DY FX HV NH RH SU TP UK VD YD YU ZR'.split(' '),
];

/** Stripe charges nothing in the currency of these. */
const NOT_CHARGED = {
  ...{ BT: 'BTN', CU: 'CUP', ER: 'ERN', GH: 'GHS', IQ: 'IQD', IR: 'IRR', KP: 'KPW', LY: 'LYD', MR: 'MRU' },
  ...{ SD: 'SDG', SS: 'SSP', ST: 'STN', SY: 'SYP', TM: 'TMT', VE: 'VES' },
};

const EURO_AREA = 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ');

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const pairs = letters.flatMap((first) => letters.map((second) => first + second));
const named = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const countries = pairs.filter((code) => named.of(code) !== undefined && !NO_COUNTRIES.includes(code));

test('every country and territory of ISO 3166-1 has a currency', () => {
  expect(countries).toHaveLength(249);
  const without = countries.filter((country) => currencyOfCountry(country) === undefined);
  expect(without).toEqual(['AQ', ...Object.keys(NOT_CHARGED)].sort());
  for (const [country, currency] of Object.entries(NOT_CHARGED)) {
    expect(countriesOf(currency), country).toContain(country);
    expect(CURRENCY_CODES).not.toContain(currency);
  }
});

test('a country has one currency, and nothing else has any but Kosovo', () => {
  const charged = pairs.filter((code) => currencyOfCountry(code) !== undefined);
  expect(charged.filter((code) => !countries.includes(code))).toEqual(['XK']);
  const listed = [...CURRENCY_CODES, ...Object.values(NOT_CHARGED)].flatMap(countriesOf);
  expect([...listed].sort()).toEqual([...charged, ...Object.keys(NOT_CHARGED)].sort());
});

test('the countries of a currency are those that have it', () => {
  for (const currency of CURRENCY_CODES) {
    for (const country of countriesOf(currency)) expect(currencyOfCountry(country), country).toBe(currency);
    expect([...countriesOf(currency)].sort()).toEqual(countriesOf(currency));
  }
});

test('the euro area has 21 members, Bulgaria among them', () => {
  expect(EURO_AREA).toHaveLength(21);
  for (const country of EURO_AREA) expect(currencyOfCountry(country), country).toBe('EUR');
  for (const country of ['CZ', 'DK', 'HU', 'PL', 'RO', 'SE']) expect(currencyOfCountry(country)).not.toBe('EUR');
});

test.for<[string, string]>(
  [
    ...(['DE EUR', 'US USD', 'JP JPY', 'KW KWD', 'GB GBP', 'IS ISK', 'UG UGX', 'HU HUF', 'CW XCG', 'SV USD'] as const),
    ...(['LI CHF', 'GL DKK', 'PF XPF', 'RE EUR', 'TV AUD', 'PS ILS', 'EH MAD', 'SN XOF', 'TD XAF', 'GD XCD'] as const),
  ].map((line) => line.split(' ') as [string, string]),
)('in %s one pays in %s', ([country, currency]) => {
  expect(currencyOfCountry(country)).toBe(currency);
});

test.for(['', 'de', 'DEU', 'ZZ', 'T1', 'constructor', '__proto__'])('%j is no country', (code) => {
  expect(currencyOfCountry(code)).toBeUndefined();
});

test.for(['', 'eur', 'XXX', 'constructor', '__proto__'])('no country uses %j', (code) => {
  expect(countriesOf(code)).toEqual([]);
});
