import { expect, test } from 'vitest';
import { countriesOf, currencyOfCountry } from '#lib/domain/money/country-currencies.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';

/** Codes that Intl can name in addition to the 249 countries and territories of ISO 3166-1. */
const NOT_COUNTRIES = [
  // Groups, and places that are reserved in ISO 3166-1 or defined by the CLDR.
  ...'AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' '),
  // Former states and codes.
  ...'AN BU CS DD DY FX HV NH RH SU TP UK VD YD YU ZR'.split(' '),
];

/** Countries whose currency Stripe cannot charge. */
const NOT_CHARGED = {
  ...{ BT: 'BTN', CU: 'CUP', ER: 'ERN', GH: 'GHS', IQ: 'IQD', IR: 'IRR', KP: 'KPW', LY: 'LYD', MR: 'MRU' },
  ...{ SD: 'SDG', SS: 'SSP', ST: 'STN', SY: 'SYP', TM: 'TMT', VE: 'VES' },
};

const EURO_AREA = 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ');

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const pairs = letters.flatMap((first) => letters.map((second) => first + second));
const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const countries = pairs.filter((code) => regionNames.of(code) !== undefined && !NOT_COUNTRIES.includes(code));

test('every country and territory of ISO 3166-1 has a currency, except where Stripe charges none', () => {
  expect(countries).toHaveLength(249);
  const withoutCurrency = countries.filter((country) => currencyOfCountry(country) === undefined);
  expect(withoutCurrency).toEqual(['AQ', ...Object.keys(NOT_CHARGED)].sort());
  for (const [country, currency] of Object.entries(NOT_CHARGED)) {
    expect(countriesOf(currency), country).toContain(country);
    expect(CURRENCY_CODES).not.toContain(currency);
  }
});

test('a country has one currency, and no other code has one except Kosovo’s', () => {
  const charged = pairs.filter((code) => currencyOfCountry(code) !== undefined);
  expect(charged.filter((code) => !countries.includes(code))).toEqual(['XK']);
  const listed = [...CURRENCY_CODES, ...Object.values(NOT_CHARGED)].flatMap(countriesOf);
  expect([...listed].sort()).toEqual([...charged, ...Object.keys(NOT_CHARGED)].sort());
});

test('countriesOf and currencyOfCountry agree', () => {
  for (const currency of CURRENCY_CODES) {
    for (const country of countriesOf(currency)) expect(currencyOfCountry(country), country).toBe(currency);
    expect([...countriesOf(currency)].sort()).toEqual(countriesOf(currency));
  }
});

test('the euro area has 21 members, including Bulgaria', () => {
  expect(EURO_AREA).toHaveLength(21);
  for (const country of EURO_AREA) expect(currencyOfCountry(country), country).toBe('EUR');
  for (const country of ['CZ', 'DK', 'HU', 'PL', 'RO', 'SE']) expect(currencyOfCountry(country)).not.toBe('EUR');
});

test.for<[string, string]>(
  [
    ...(['DE EUR', 'US USD', 'JP JPY', 'KW KWD', 'GB GBP', 'IS ISK', 'UG UGX', 'HU HUF', 'CW XCG', 'SV USD'] as const),
    ...(['LI CHF', 'GL DKK', 'PF XPF', 'RE EUR', 'TV AUD', 'PS ILS', 'EH MAD', 'SN XOF', 'TD XAF', 'GD XCD'] as const),
  ].map((line) => line.split(' ') as [string, string]),
)('the currency of %s is %s', ([country, currency]) => {
  expect(currencyOfCountry(country)).toBe(currency);
});

test.for(['', 'de', 'DEU', 'ZZ', 'T1', 'constructor', '__proto__'])('%j is not a country', (code) => {
  expect(currencyOfCountry(code)).toBeUndefined();
});

test.for(['', 'eur', 'XXX', 'constructor', '__proto__'])('no country uses %j', (code) => {
  expect(countriesOf(code)).toEqual([]);
});
