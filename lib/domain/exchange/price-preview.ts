import { isCurrency } from '../money/currencies.ts';
import { formatMoney, parsePrice } from '../money/money.ts';
import { formatDay, newestDay } from './conversion.ts';
import { type Exchange, isQuotable, quote } from './quote.ts';

/** The currencies of most buyers, in the order in which they are shown. */
const USUAL = ['USD', 'EUR', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD', 'CNY'];
const SHOWN = 5;

/** What buyers elsewhere will see for a price, as an artist has typed it so far; null while it is none. */
export function previewPrice(
  typed: string,
  currency: string,
  exchange: Exchange,
): { amounts: string[]; day: string } | null {
  if (!isCurrency(currency)) return null;
  const parsed = parsePrice(typed, currency);
  if ('problem' in parsed) return null;
  const amounts = USUAL.filter((code) => code !== currency && isQuotable(code, exchange))
    .map((code) => quote(parsed.money, code, exchange).shown)
    // Below what Stripe charges, or above it, a buyer there sees the artist's own price.
    .filter((shown) => shown.currency !== currency)
    .slice(0, SHOWN)
    .map((shown) => formatMoney(shown));
  const day = newestDay(exchange);
  return amounts.length > 0 && day ? { amounts, day: formatDay(day) } : null;
}
