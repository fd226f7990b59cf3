import { currentExchange } from '#lib/currency/queries.ts';
import { db } from '#lib/db.ts';
import { type Quote, quote, unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import { type Money, moneyOf } from '#lib/domain/money/money.ts';

/** Quotes a price in a currency at the rates in the database. */
export async function quotePrice(price: Money, currency: string): Promise<Quote> {
  return currency === price.currency ? unconvertedQuote(price) : quote(price, currency, await currentExchange());
}

/**
 * The current quote of a post that is for sale, for a buyer who has to confirm a changed price; null if there is none.
 */
export async function quotePost(slug: string, currency: string): Promise<Quote | null> {
  const post = await db().post.findFirst({
    where: { slug, status: 'LISTED', hiddenAt: null },
    select: { priceAmount: true, priceCurrency: true },
  });
  return post && quotePrice(moneyOf({ amount: post.priceAmount, currency: post.priceCurrency }), currency);
}
