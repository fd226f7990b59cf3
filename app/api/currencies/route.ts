import { currencyList } from '#lib/domain/exchange/currency-list.ts';
import { cachedExchange } from '#server/page-cache/public-posts.ts';
import { corsJson } from '../cors-json.ts';

/** Every currency that Stripe can charge, with its digits, limits and countries, and whether its rate is known. */
export async function GET(): Promise<Response> {
  return corsJson({ currencies: currencyList(await cachedExchange()) });
}
