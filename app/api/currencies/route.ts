import { isQuotable } from '#lib/domain/exchange/quote.ts';
import { countriesOf } from '#lib/domain/money/country-currencies.ts';
import {
  CURRENCY_CODES,
  currencyDigits,
  currencyStep,
  isoDigits,
  maximumAmount,
  minimumAmount,
} from '#lib/domain/money/currencies.ts';
import { currencyName } from '#lib/domain/money/currency-names.ts';
import { cachedExchange } from '#server/page-cache/public-posts.ts';
import { corsJson } from '../cors-json.ts';

/** Every currency that Stripe can charge, with its digits, limits and countries, and whether its rate is known. */
export async function GET(): Promise<Response> {
  const exchange = await cachedExchange();
  const isKnown = Object.keys(exchange.rates).length > 0;
  const currencies = CURRENCY_CODES.map((code) => ({
    code,
    name: currencyName(code),
    digits: isoDigits(code),
    stripeDigits: currencyDigits(code),
    step: currencyStep(code),
    minimum: minimumAmount(code),
    maximum: maximumAmount(code),
    countries: countriesOf(code),
    hasRate: isKnown && isQuotable(code, exchange),
  }));
  return corsJson({ currencies });
}
