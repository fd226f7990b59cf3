import { countriesOf } from '../money/country-currencies.ts';
import {
  CURRENCY_CODES,
  currencyDigits,
  currencyStep,
  isoDigits,
  maximumAmount,
  minimumAmount,
} from '../money/currencies.ts';
import { currencyName } from '../money/currency-names.ts';
import { type Exchange, isQuotable } from './quote.ts';

/** Every currency that Stripe can charge, with its digits, limits and countries, and whether its rate is known. */
export function currencyList(exchange: Exchange) {
  const isKnown = Object.keys(exchange.rates).length > 0;
  return CURRENCY_CODES.map((code) => ({
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
}
