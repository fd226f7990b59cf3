import { formatDate } from '../format-date.ts';
import { currencyName } from '../money/currency-names.ts';
import { formatMoney, formatRate } from '../money/money.ts';
import type { QuotedPage } from '../posts/post-dto.ts';
import type { OrderAmounts } from '../sale/order-amounts.ts';
import { BASE_CURRENCY, type Exchange, isQuotable, type Quote } from './quote.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The age of an older rate is shown. No rates are published at weekends, so three days are normal. */
const STALE_AFTER_DAYS = 3;

/** Whole days from a day (YYYY-MM-DD) to `now`, both in UTC. */
export function daysSince(day: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(day)) / DAY_MS);
}

export function isStaleRate(day: string, now: Date): boolean {
  return daysSince(day, now) > STALE_AFTER_DAYS;
}

/**
 * How an amount was converted from the artist's price:
 * `€1,200 at 1 EUR = 1.1712 USD (European Central Bank, 20 November 2026)`.
 * @returns null if nothing was converted.
 */
export function describeConversion({ price, charged, rate: { rate, day, source } }: OrderAmounts): string | null {
  if (price.currency === charged.currency || !day) return null;
  const sourceAndDay = [source, formatDate(day)].filter(Boolean).join(', ');
  return `${formatMoney(price)} at 1 ${price.currency} = ${formatRate(rate)} ${charged.currency} (${sourceAndDay})`;
}

/** The note below the price on a work's page, or null if the price was not converted. */
export function quoteNote(quote: Quote, now: Date): string | null {
  const conversion = describeConversion({ price: quote.price, charged: quote.shown, rate: quote });
  if (!conversion || !quote.day) return null;
  const age = isStaleRate(quote.day, now) ? ` This rate is ${daysSince(quote.day, now)} days old.` : '';
  return `The artist’s price is ${conversion}.${age}`;
}

/** The note below a post grid, or null if its prices need none. */
export function pricesNote({ posts }: QuotedPage, currency: string, exchange: Exchange, now: Date): string | null {
  if (!isQuotable(currency, exchange)) {
    const isMixed = posts.some(({ shown }) => shown.currency !== currency);
    return isMixed
      ? `No exchange rate is known for ${currencyName(currency)} (${currency}), so works are shown at the artists’ own prices.`
      : null;
  }
  const day = currency === BASE_CURRENCY ? newestDay(exchange) : exchange.rates[currency]?.day;
  if (!day || !isStaleRate(day, now) || posts.every(({ price, shown }) => price.currency === shown.currency))
    return null;
  return `Prices are converted by the exchange rates of ${formatDate(day)}, which are ${daysSince(day, now)} days old.`;
}

/** The newest day (YYYY-MM-DD) for which a rate is known. */
export function newestDay({ rates }: Exchange): string | undefined {
  return Object.values(rates)
    .map(({ day }) => day)
    .sort()
    .at(-1);
}
