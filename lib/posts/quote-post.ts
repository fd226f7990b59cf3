import { currentExchange } from '#lib/currency/queries.ts';
import { db } from '#lib/db.ts';
import { ownPrice, type Quote, quote } from '#lib/domain/exchange/quote.ts';
import type { Money } from '#lib/domain/money/money.ts';

/** What a price costs in a currency by the rates in the database. */
export async function quotePrice(price: Money, currency: string): Promise<Quote> {
  return currency === price.currency ? ownPrice(price) : quote(price, currency, await currentExchange());
}

/** What a listed work costs now in a currency, for whoever is asked again; null when there is no such work. */
export async function quotePost(slug: string, currency: string): Promise<Quote | null> {
  const post = await db().post.findFirst({
    where: { slug, status: 'LISTED', hiddenAt: null },
    select: { priceAmount: true, priceCurrency: true },
  });
  return post && quotePrice({ amount: Number(post.priceAmount), currency: post.priceCurrency }, currency);
}
