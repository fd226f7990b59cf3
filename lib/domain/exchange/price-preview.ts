import { formatDate } from '../format-date.ts';
import { isCurrency } from '../money/currencies.ts';
import { formatMoney, parsePrice } from '../money/money.ts';
import { newestDay } from './conversion.ts';
import { type Exchange, isQuotable, quote } from './quote.ts';

/** The most common buyers' currencies, in display order. */
const PREVIEW_CURRENCIES = ['USD', 'EUR', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD', 'CNY'];
const MAX_PREVIEWS = 5;

/**
 * What buyers with other currencies will see for the price that the artist is typing; null if it is not a valid price.
 */
export function previewPrice(
  typed: string,
  currency: string,
  exchange: Exchange,
): { amounts: string[]; day: string } | null {
  if (!isCurrency(currency)) return null;
  const parsed = parsePrice(typed, currency);
  if ('problem' in parsed) return null;
  const amounts = PREVIEW_CURRENCIES.filter((code) => code !== currency && isQuotable(code, exchange))
    .map((code) => quote(parsed.money, code, exchange).shown)
    // Outside Stripe's limits the buyer sees the artist's own price.
    .filter((shown) => shown.currency !== currency)
    .slice(0, MAX_PREVIEWS)
    .map((shown) => formatMoney(shown));
  const day = newestDay(exchange);
  return amounts.length > 0 && day ? { amounts, day: formatDate(day) } : null;
}
