import { isCurrency } from '#lib/domain/money/currencies.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';

/** The currency in which prices are asked for: the one that the query names, else the visitor's. */
export function currencyFor(params: URLSearchParams, headers: Headers): string {
  const named = params.get('currency');
  return named !== null && isCurrency(named) ? named : requestCurrency(headers);
}
