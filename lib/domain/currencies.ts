/**
 * Currencies in which a work can be priced: code to digits after the decimal point in Stripe's API.
 * Zero- and three-decimal currencies and the two exceptions are Stripe's
 * (https://docs.stripe.com/currencies, "Zero-decimal currencies" and "Special cases").
 */
const ZERO_DECIMAL = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF';
const THREE_DECIMAL = 'BHD JOD KWD OMR TND';
const TWO_DECIMAL =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK ' +
  'DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD KES KGS KHR KYD KZT LAK LBP LKR ' +
  'LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB ' +
  'SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX USD UYU UZS WST XCD YER ZAR ZMW';

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...ZERO_DECIMAL.split(' ').map((code) => [code, 0] as const),
  ...THREE_DECIMAL.split(' ').map((code) => [code, 3] as const),
  ...TWO_DECIMAL.split(' ').map((code) => [code, 2] as const),
]);

/** ISO 4217 codes, sorted. */
export const CURRENCY_CODES: readonly string[] = [...DIGITS.keys()].sort();

/** The currency of pages and forms when nothing else is known. */
export const DEFAULT_CURRENCY = 'EUR';

export function isCurrency(code: string): boolean {
  return DIGITS.has(code);
}

/** Digits after the decimal point in Stripe's minor units. @throws {RangeError} for an unknown code. */
export function currencyDigits(code: string): number {
  const digits = DIGITS.get(code);
  if (digits === undefined) throw new RangeError(`unknown currency ${code}`);
  return digits;
}

/**
 * Amounts, in minor units, must be multiples of this. Three-decimal amounts end in 0; ISK and UGX are
 * charged in whole units although Stripe counts them with two digits (same source).
 */
export function currencyStep(code: string): number {
  if (code === 'ISK' || code === 'UGX') return 100;
  return currencyDigits(code) === 3 ? 10 : 1;
}

/**
 * Stripe's smallest charge where it publishes one, in minor units
 * (https://docs.stripe.com/currencies, "Minimum and maximum charge amounts").
 */
const MINIMUM: Readonly<Record<string, number>> = {
  USD: 50,
  AED: 200,
  AUD: 50,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
};

/** The smallest price, in minor units. Where Stripe publishes none, one whole unit. */
export function minimumAmount(code: string): number {
  return MINIMUM[code] ?? 10 ** currencyDigits(code);
}

/** The largest price, in minor units: eight digits, Stripe's limit. */
export const MAXIMUM_AMOUNT = 99_999_999;

/** The largest price, in minor units. */
export function maximumAmount(_code: string): number {
  return MAXIMUM_AMOUNT;
}
