import { expect, test } from 'vitest';
import { countriesOf } from '#lib/domain/money/country-currencies.ts';
import {
  CURRENCY_CODES,
  currencyDigits,
  currencyStep,
  DEFAULT_CURRENCY,
  isCurrency,
  isoDigits,
  maximumAmount,
  minimumAmount,
} from '#lib/domain/money/currencies.ts';
import { currencyName } from '#lib/domain/money/currency-names.ts';
import { toDecimal } from '#lib/domain/money/money.ts';
import { requireChargeable, requireCurrency } from '../../../../dev/stripe/currencies.ts';

/** The Unicode CLDR, and so Intl, shows these without the two decimals of ISO 4217, which are not in use. */
const CLDR_WITHOUT_DECIMALS = 'AFN ALL COP HUF IDR LAK LBP MGA MMK PKR SOS STD YER'.split(' ');

/** [ISO, Stripe]: Stripe still counts hundredths of ISK and UGX, and no fifths of an ariary. */
const STRIPE_DIFFERS_FROM_ISO = { ISK: [0, 2], MGA: [2, 0], UGX: [0, 2] };

/** Stripe still accepts these, but the countries have switched to XCG and STN. */
const WITHOUT_A_COUNTRY = ['ANG', 'STD'];

test('the digits of ISO are those of Intl, except where the CLDR differs', () => {
  const differing = CURRENCY_CODES.filter((currency) => {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    if (maximumFractionDigits === isoDigits(currency)) return false;
    expect([maximumFractionDigits, isoDigits(currency)], currency).toEqual([0, 2]);
    return true;
  });
  expect(differing).toEqual(CLDR_WITHOUT_DECIMALS);
});

test("Stripe's digits are those of ISO, except where Stripe differs", () => {
  const differing = CURRENCY_CODES.filter((code) => currencyDigits(code) !== isoDigits(code));
  expect(Object.fromEntries(differing.map((code) => [code, [isoDigits(code), currencyDigits(code)]]))).toEqual(
    STRIPE_DIFFERS_FROM_ISO,
  );
});

test('the codes are unique and sorted', () => {
  expect(new Set(CURRENCY_CODES).size).toBe(CURRENCY_CODES.length);
  expect([...CURRENCY_CODES].sort()).toEqual(CURRENCY_CODES);
  for (const code of CURRENCY_CODES) expect(code).toMatch(/^[A-Z]{3}$/);
  expect(CURRENCY_CODES).toHaveLength(139);
  expect(isCurrency(DEFAULT_CURRENCY)).toBe(true);
});

test('every currency has a unique name, the same as in the CLDR', () => {
  const names = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' });
  for (const code of CURRENCY_CODES) {
    expect(currencyName(code).toLowerCase(), code).toBe(names.of(code)?.toLowerCase());
    expect(currencyName(code), code).toMatch(/^\p{Lu}/u);
  }
  expect(new Set(CURRENCY_CODES.map(currencyName)).size).toBe(CURRENCY_CODES.length);
  expect(['XXX', 'constructor'].map(currencyName)).toEqual(['XXX', 'constructor']);
});

test('every currency is used in a country, except those that have been replaced', () => {
  expect(CURRENCY_CODES.filter((code) => countriesOf(code).length === 0)).toEqual(WITHOUT_A_COUNTRY);
});

test.for(['', 'eur', 'XXX', 'EURO', 'constructor', '__proto__'])('%j is not a currency', (code) => {
  expect(isCurrency(code)).toBe(false);
  for (const rule of [currencyDigits, isoDigits, currencyStep, minimumAmount, maximumAmount]) {
    expect(() => rule(code)).toThrow(RangeError);
  }
});

test('the lev is known but can no longer be charged', () => {
  expect([isCurrency('BGN'), CURRENCY_CODES.includes('BGN')]).toEqual([false, false]);
  expect([currencyDigits('BGN'), currencyName('BGN')]).toEqual([2, 'Bulgarian Lev']);
});

test('the smallest and the largest price can be charged and are safe integers', () => {
  for (const code of CURRENCY_CODES) {
    const [minimum, maximum] = [minimumAmount(code), maximumAmount(code)];
    expect([minimum, maximum].map(Number.isSafeInteger), code).toEqual([true, true]);
    expect([minimum % currencyStep(code), maximum % currencyStep(code)], code).toEqual([0, 0]);
    expect(minimum, code).toBeGreaterThan(0);
    expect(maximum / minimum, code).toBeGreaterThan(1000);
  }
});

/** From https://docs.stripe.com/currencies, "Minimum charge amount by currency". */
const MINIMUMS =
  '0.50 USD, 2.00 AED, 0.50 ARS, 0.50 AUD, 0.50 BRL, 0.50 CAD, 0.50 CHF, 0.50 COP, 15.00 CZK, 2.50 DKK, 0.50 EUR, ' +
  '0.30 GBP, 4.00 HKD, 175.00 HUF, 0.50 IDR, 0.50 ILS, 0.50 INR, 50 JPY, 50 KRW, 10.00 MXN, 2.00 MYR, 3.00 NOK, ' +
  '0.50 NZD, 0.50 PHP, 2.00 PLN, 2.00 RON, 0.50 RUB, 3.00 SEK, 0.50 SGD, 10.00 THB, 0.50 ZAR';

test("the smallest price is Stripe's minimum where it has one, otherwise one whole unit", () => {
  const published = new Map(MINIMUMS.split(', ').map((text) => [text.slice(-3), text.slice(0, -4)]));
  expect(published.size).toBe(31);
  for (const code of CURRENCY_CODES) {
    const amount = { amount: minimumAmount(code), currency: code };
    if (published.has(code)) expect(toDecimal(amount), code).toBe(published.get(code));
    else expect(Number(toDecimal(amount)), code).toBe(1);
  }
});

test('the largest price has eight digits, or more where Stripe allows it', () => {
  expect(['EUR', 'JPY', 'KWD', 'ISK', 'UGX', 'LBP', 'HUF'].map(maximumAmount)).toEqual([
    ...[99_999_999, 99_999_999, 99_999_990, 99_999_900, 99_999_900, 99_999_999, 99_999_999],
  ]);
  expect(['IDR', 'COP', 'INR'].map(maximumAmount)).toEqual([999_999_999_999, 9_999_999_999, 999_999_999]);
  const more = CURRENCY_CODES.filter((code) => maximumAmount(code) > 99_999_999);
  expect(more).toEqual(['COP', 'IDR', 'INR']);
});

test('the steps are those that Stripe accepts', () => {
  expect(CURRENCY_CODES.filter((code) => currencyStep(code) === 10)).toEqual(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);
  expect(CURRENCY_CODES.filter((code) => currencyStep(code) === 100)).toEqual(['ISK', 'UGX']);
  expect(CURRENCY_CODES.filter((code) => currencyStep(code) === 1)).toHaveLength(CURRENCY_CODES.length - 7);
});

test("the Stripe emulator's table, which was written independently, agrees", () => {
  for (const code of CURRENCY_CODES) {
    const currency = requireCurrency(code, 'currency');
    const charge = (amount: number) => () => requireChargeable(amount, currency, 'amount');
    const [minimum, maximum, step] = [minimumAmount(code), maximumAmount(code), currencyStep(code)];
    for (const amount of [minimum, maximum]) expect(charge(amount), `${amount} ${code}`).not.toThrow();
    // Stripe also accepts a checkout of zero.
    if (minimum > step) expect(charge(minimum - step), code).toThrow();
    expect(charge(maximum + step), code).toThrow();
    if (step > 1) expect(charge(minimum + step / 2), code).toThrow();
  }
  for (const code of ['BGN', 'GHS', 'XXX']) expect(() => requireCurrency(code, 'currency'), code).toThrow();
});
