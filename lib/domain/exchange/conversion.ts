import { currencyName } from '../money/currency-names.ts';
import { formatMoney, formatRate } from '../money/money.ts';
import type { QuotedPage } from '../posts/post-dto.ts';
import type { OrderAmounts } from '../sale/order-amounts.ts';
import { BASE_CURRENCY, type Exchange, isQuotable, type Quote } from './quote.ts';

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** Older than this a rate's age is told, days. A weekend is not old. */
const OLD_AFTER = 3;

/** A day as YYYY-MM-DD for people: `20 November 2026`. */
export function formatDay(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
}

/** Whole days from a day (YYYY-MM-DD) to `now`, both in UTC. */
export function daysSince(day: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(day)) / MILLISECONDS_A_DAY);
}

export function isOldRate(day: string, now: Date): boolean {
  return daysSince(day, now) > OLD_AFTER;
}

/**
 * How an amount came from the artist's price: `€1,200 at 1 EUR = 1.1712 USD (European Central Bank, 20 November 2026)`.
 * @returns null where nothing was converted.
 */
export function describeConversion({ price, charged, rate: { rate, day, source } }: OrderAmounts): string | null {
  if (price.currency === charged.currency || !day) return null;
  const origin = [source, formatDay(day)].filter(Boolean).join(', ');
  return `${formatMoney(price)} at 1 ${price.currency} = ${formatRate(rate)} ${charged.currency} (${origin})`;
}

/** The sentence on a work's page below its price, or null where the price is the artist's own. */
export function quoteNote(quote: Quote, now: Date): string | null {
  const conversion = describeConversion({ price: quote.price, charged: quote.shown, rate: quote });
  if (!conversion || !quote.day) return null;
  const age = isOldRate(quote.day, now) ? ` This rate is ${daysSince(quote.day, now)} days old.` : '';
  return `The artist’s price is ${conversion}.${age}`;
}

/** The sentence below a wall of works, where its prices need one. */
export function pricesNote({ posts }: QuotedPage, currency: string, exchange: Exchange, now: Date): string | null {
  if (!isQuotable(currency, exchange)) {
    const isMixed = posts.some(({ shown }) => shown.currency !== currency);
    return isMixed
      ? `No exchange rate is known for ${currencyName(currency)} (${currency}), so works stand here at the artists’ own prices.`
      : null;
  }
  const day = currency === BASE_CURRENCY ? newestDay(exchange) : exchange.rates[currency]?.day;
  if (!day || !isOldRate(day, now) || posts.every(({ price, shown }) => price.currency === shown.currency)) return null;
  return `Prices are converted by the exchange rates of ${formatDay(day)}, which are ${daysSince(day, now)} days old.`;
}

/** The newest day (YYYY-MM-DD) for which a rate is known. */
export function newestDay({ rates }: Exchange): string | undefined {
  return Object.values(rates)
    .map(({ day }) => day)
    .sort()
    .at(-1);
}
