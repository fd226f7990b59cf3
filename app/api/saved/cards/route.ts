import { currentExchange } from '#lib/currency/queries.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';
import { listCardsOf } from '#lib/posts/saved/queries.ts';
import { savedPageSchema } from '#lib/schemas/saved-posts.ts';
import { privateJson } from '../private-json.ts';

/** One page of works by their ids, for a browser that has saved them without an account. */
export async function GET(request: Request): Promise<Response> {
  const ids = savedPageSchema.safeParse(new URL(request.url).searchParams.get('ids') ?? '');
  if (!ids.success) return privateJson({ error: 'These are not the ids of works.' }, 400);
  const [posts, exchange] = await Promise.all([listCardsOf(ids.data), currentExchange()]);
  return privateJson({ posts: quotePage({ posts, next: null }, requestCurrency(request.headers), exchange).posts });
}
