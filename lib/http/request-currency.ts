import { env } from '#lib/env.ts';

/** The request header in which server/set-visitor-currency.ts passes on the visitor's currency. */
export const VISITOR_CURRENCY_HEADER = 'x-visitor-currency';

/** The visitor's currency from a request's headers. Cached pages have it in their path instead. */
export function requestCurrency(headers: Headers): string {
  return headers.get(VISITOR_CURRENCY_HEADER) ?? env().SHOP_CURRENCY;
}
