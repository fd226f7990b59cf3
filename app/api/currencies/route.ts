import { countriesOf } from '#lib/domain/country-currencies.ts';
import {
  CURRENCY_CODES,
  currencyDigits,
  currencyStep,
  isoDigits,
  maximumAmount,
  minimumAmount,
} from '#lib/domain/currencies.ts';
import { currencyName } from '#lib/domain/currency-names.ts';
import { isQuotable } from '#lib/domain/quote.ts';
import { cachedExchange } from '../../_cache/public-pages.ts';
import { openAnswer } from '../open-answer.ts';

/** Every currency in which Stripe charges, with its digits, limits and countries, and whether a rate is known. */
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
  return openAnswer({ currencies });
}
