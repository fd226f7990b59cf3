/*
 * Which currencies can be charged, and in which amounts. Unless another source is named, rules come from Stripe's
 * "Supported currencies", https://docs.stripe.com/currencies, as of July 2026.
 */

/**
 * "Zero-decimal currencies". UGX is listed there too, but under "Special cases" it has two decimals that are always 00.
 */
const ZERO_DECIMAL = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF';

/**
 * "Three-decimal currencies" (https://web.archive.org/web/20221231002856/https://stripe.com/docs/currencies, since
 * removed).
 */
const THREE_DECIMAL = 'BHD JOD KWD OMR TND';

/**
 * "Supported presentment currencies": two decimals unless otherwise specified. HUF and TWD are in whole units for
 * payouts only. XCG and the end of BGN come from a newer list of the currencies Stripe charges in
 * (https://woocommerce.com/document/payments/faq/available-currencies/). It still has ANG and STD, although XCG and STN
 * replaced them.
 */
const TWO_DECIMAL =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK ' +
  'DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD KES KGS KHR KYD KZT LAK LBP LKR ' +
  'LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB ' +
  'SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX USD UYU UZS WST XCD XCG YER ZAR ZMW';

/**
 * No longer charged, but existing prices in it must remain readable. Bulgaria has used the euro since 1 January 2026
 * (https://docs.stripe.com/changelog/clover/2026-01-28/bulgaria-currency-mapping-bgn-to-eur).
 */
const RETIRED = 'BGN';

const digitsOf = (codes: string, digits: number) => codes.split(' ').map((code) => [code, digits] as const);

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...digitsOf(ZERO_DECIMAL, 0),
  ...digitsOf(THREE_DECIMAL, 3),
  ...digitsOf(TWO_DECIMAL, 2),
  ...digitsOf(RETIRED, 2),
]);

const CHARGED: ReadonlySet<string> = new Set(`${ZERO_DECIMAL} ${THREE_DECIMAL} ${TWO_DECIMAL}`.split(' '));

/** The ISO 4217 codes of all currencies in which Stripe charges, sorted. */
export const CURRENCY_CODES: readonly string[] = [...CHARGED].sort();

/** The currency of pages and forms if nothing else is known. */
export const DEFAULT_CURRENCY = 'EUR';

/** Whether Stripe charges in this currency. */
export function isCurrency(code: string): boolean {
  return CHARGED.has(code);
}

/** Whether `currencyDigits` knows this code. */
export const hasKnownDigits = (code: string): boolean => DIGITS.has(code);

/** Digits after the decimal point in Stripe's minor units. @throws {RangeError} for an unknown code. */
export function currencyDigits(code: string): number {
  const digits = DIGITS.get(code);
  if (digits === undefined) throw new RangeError(`unknown currency ${code}`);
  return digits;
}

/**
 * Where ISO 4217
 * (https://www.six-group.com/dam/download/financial-information/data-center/iso-currrency/lists/list-one.xml) differs
 * from Stripe, which kept hundredths of the króna and the shilling and has whole ariary only.
 */
const ISO_DIGITS: ReadonlyMap<string, number> = new Map([
  ['ISK', 0],
  ['UGX', 0],
  ['MGA', 2],
]);

/** Digits of the minor unit according to ISO 4217. @throws {RangeError} for an unknown code. */
export function isoDigits(code: string): number {
  return ISO_DIGITS.get(code) ?? currencyDigits(code);
}

/**
 * Amounts, in minor units, must be multiples of this. Three-decimal amounts end in 0 ("Three-decimal currencies"); ISK
 * and UGX are charged in whole units although Stripe counts them with two digits ("Special cases").
 * @throws {RangeError} for an unknown code.
 */
export function currencyStep(code: string): number {
  if (code === 'ISK' || code === 'UGX') return 100;
  return currencyDigits(code) === 3 ? 10 : 1;
}

/** "Minimum charge amount by currency", in minor units. */
const MINIMUM: ReadonlyMap<string, number> = new Map([
  ...'USD ARS AUD BRL CAD CHF COP EUR IDR ILS INR JPY KRW NZD PHP RUB SGD ZAR'
    .split(' ')
    .map((code) => [code, 50] as const),
  ['GBP', 30],
  ['AED', 200],
  ['MYR', 200],
  ['PLN', 200],
  ['RON', 200],
  ['DKK', 250],
  ['NOK', 300],
  ['SEK', 300],
  ['HKD', 400],
  ['MXN', 1_000],
  ['THB', 1_000],
  ['CZK', 1_500],
  ['HUF', 17_500],
]);

/**
 * The smallest price, in minor units: Stripe's minimum if published, else one whole unit. Stripe also refuses amounts
 * worth less than the minimum of the account's payout currency, which only Stripe knows.
 * @throws {RangeError} for an unknown code.
 */
export function minimumAmount(code: string): number {
  return MINIMUM.get(code) ?? 10 ** currencyDigits(code);
}

/** "Maximum charge amounts", "Other payment methods": how many digits an amount may have, if not eight. */
const MAXIMUM_DIGITS: ReadonlyMap<string, number> = new Map([
  ['IDR', 12],
  ['COP', 10],
  ['INR', 9],
]);

/**
 * The largest price, in minor units, a multiple of the step: what Stripe allows for every payment method. It allows
 * twelve digits for most cards, but nine for American Express (which may refuse larger amounts in IDR), and its API
 * reference says eight (https://docs.stripe.com/api/payment_intents/create). Twelve digits are exact in a number and in
 * BIGINT.
 * @throws {RangeError} for an unknown code.
 */
export function maximumAmount(code: string): number {
  const maximum = 10 ** (MAXIMUM_DIGITS.get(code) ?? 8) - 1;
  return maximum - (maximum % currencyStep(code));
}
