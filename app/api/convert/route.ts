import type { NextRequest } from 'next/server';
import { convert } from '#lib/domain/exchange/quote.ts';
import { type Money, toDecimal } from '#lib/domain/money/money.ts';
import { convertSchema } from '#lib/schemas/convert.ts';
import { cachedExchange } from '#server/page-cache/public-posts.ts';
import { corsError, corsJson, noRatesError } from '../cors-json.ts';

/** `?amount=120.50&from=EUR&to=USD`: an amount in another currency by the published rate, without the shop's margin. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const query = convertSchema.safeParse(Object.fromEntries(nextUrl.searchParams));
  if (!query.success) return corsError(400, query.error.issues[0]?.message ?? 'This cannot be converted.');
  const { money, to } = query.data;
  const exchange = await cachedExchange();
  const converted = convert(money, to, exchange);
  if (!converted) {
    if (Object.keys(exchange.rates).length === 0) return noRatesError();
    return corsError(404, `There is no exchange rate between ${money.currency} and ${to}.`);
  }
  const { shown, rate, day, source } = converted;
  if (!Number.isSafeInteger(shown.amount)) return corsError(400, `“amount” is too large to be converted to ${to}.`);
  return corsJson({
    from: describe(money),
    to: describe(shown),
    amount: Number(toDecimal(money)),
    result: Number(toDecimal(shown)),
    rate,
    date: day,
    source,
  });
}

function describe(money: Money) {
  return { amount: toDecimal(money), minor: money.amount, currency: money.currency };
}
