import { isCurrency } from '#lib/domain/money/currencies.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';

/** The currency of the prices: the one in the query, or else the visitor's. */
export function currencyFor(params: URLSearchParams, headers: Headers): string {
  const named = params.get('currency');
  return named !== null && isCurrency(named) ? named : requestCurrency(headers);
}
