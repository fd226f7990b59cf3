import { env } from '#lib/env.ts';
import { knownShop } from '#lib/settings/known-shop.ts';

/** The request header in which server/set-visitor-currency.ts passes on the visitor's currency. */
export const VISITOR_CURRENCY_HEADER = 'x-visitor-currency';

/** The currency of visitors of whom none is known: the host's setting, else SHOP_CURRENCY. */
export const defaultCurrency = (): string => knownShop().settings.money.currency || env().SHOP_CURRENCY;

/** The visitor's currency from a request's headers. Cached pages have it in their path instead. */
export function requestCurrency(headers: Headers): string {
  return headers.get(VISITOR_CURRENCY_HEADER) ?? defaultCurrency();
}
