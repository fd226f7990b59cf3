import type { PostPage, QuotedPage } from './post-view.ts';
import { type Exchange, quote } from './quote.ts';

/** A page of works for visitors with this currency. */
export function quotePage({ posts, next }: PostPage, currency: string, exchange: Exchange): QuotedPage {
  return { posts: posts.map((post) => ({ ...post, shown: quote(post.price, currency, exchange).shown })), next };
}
