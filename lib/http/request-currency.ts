import { env } from '#lib/env.ts';

/** The request header in which everything behind server/visitor-currency.ts finds the visitor's currency. */
export const VISITOR_CURRENCY_HEADER = 'x-visitor-currency';

/** The currency of the visitor who sent a request with these headers. Cached pages have it in their path instead. */
export function requestCurrency(headers: Headers): string {
  return headers.get(VISITOR_CURRENCY_HEADER) ?? env().SHOP_CURRENCY;
}
