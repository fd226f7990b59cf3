import { apiError } from './api/stripe-failure.ts';

/*
 * Stripe's currency rules, deliberately separate from the product's own table: two tables that were written
 * independently reveal each other's mistakes. Source: https://docs.stripe.com/currencies
 */
const words = (text: string) => new Set(text.split(' '));
const ZERO_DECIMAL = words('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf');
const THREE_DECIMAL = words('bhd jod kwd omr tnd');
const TWO_DECIMAL = words(
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk ' +
    'dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr ' +
    'lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar ' +
    'sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx uyu uzs wst xcd xcg yer zar zmw',
);
/** Two decimals in the API, but charged in whole units. */
const WHOLE_UNITS = words('isk ugx');

const MINIMUM: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  ars: 50,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  cop: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  idr: 50,
  ils: 50,
  inr: 50,
  jpy: 50,
  krw: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  php: 50,
  pln: 200,
  ron: 200,
  rub: 50,
  sek: 300,
  sgd: 50,
  thb: 1000,
  zar: 50,
};

/** Eight digits, or more for currencies with a small unit. */
const MAXIMUM: Readonly<Record<string, number>> = { inr: 999_999_999, cop: 9_999_999_999, idr: 999_999_999_999 };
const DEFAULT_MAXIMUM = 99_999_999;

/** Decimals of the API's amounts. `currency` is a lower-case code. */
export function currencyDigits(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** The lower-case code. @throws {StripeFailure} for a currency that Stripe does not support. */
export function requireCurrency(code: string, parameter: string): string {
  const currency = code.toLowerCase();
  if (!TWO_DECIMAL.has(currency) && !ZERO_DECIMAL.has(currency) && !THREE_DECIMAL.has(currency)) {
    throw apiError(`Invalid currency: ${currency}. Stripe does not support this currency.`, {
      code: 'parameter_invalid_string',
      param: parameter,
    });
  }
  return currency;
}

/** Checks a total in minor units; 0 is allowed. @throws {StripeFailure} */
export function requireChargeable(amount: number, currency: string, parameter: string): void {
  const step = THREE_DECIMAL.has(currency) ? 10 : WHOLE_UNITS.has(currency) ? 100 : 1;
  if (amount % step !== 0) {
    throw apiError(`Invalid amount. Amounts in ${currency} must be a multiple of ${step}: ${amount}.`, {
      code: 'parameter_invalid_integer',
      param: parameter,
    });
  }
  const maximum = MAXIMUM[currency] ?? DEFAULT_MAXIMUM;
  if (amount > maximum) {
    throw apiError(`The Checkout Session's total amount due must be no more than ${formatAmount(maximum, currency)}.`, {
      code: 'amount_too_large',
      param: parameter,
    });
  }
  const minimum = MINIMUM[currency] ?? 10 ** currencyDigits(currency);
  if (amount > 0 && amount < minimum) {
    throw apiError(
      `The Checkout Session's total amount due must add up to at least ${formatAmount(minimum, currency)}.`,
      {
        code: 'amount_too_small',
        param: parameter,
      },
    );
  }
}

/** For people: `formatAmount(12000, 'eur')` is `€120.00`. */
export function formatAmount(amount: number, currency: string, locale = 'en'): string {
  const digits = currencyDigits(currency);
  // Intl rounds forints to whole units, but Stripe charges hundredths.
  const decimals = amount % 10 ** digits === 0 ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...decimals });
  return format.format(amount / 10 ** digits);
}
