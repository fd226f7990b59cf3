import { env } from '#lib/env.ts';
import { VISITOR_CURRENCY } from './choose-currency.ts';

/** The currency of the visitor who sent a request with these headers. Pages from the cache have it in their path instead. */
export function visitorsCurrency(headers: Headers): string {
  return headers.get(VISITOR_CURRENCY) ?? env().SHOP_CURRENCY;
}
