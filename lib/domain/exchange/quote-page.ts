import type { Money } from '../money/money.ts';
import type { PostCardDto } from '../posts/post-dto.ts';
import { type Exchange, quote } from './quote.ts';

type Page<Card> = { posts: Card[]; next: string | null };

/** Adds to each work of a page what it costs in `currency`. */
export function quotePage<Card extends PostCardDto>(
  { posts, next }: Page<Card>,
  currency: string,
  exchange: Exchange,
): Page<Card & { shown: Money }> {
  return { posts: posts.map((post) => ({ ...post, shown: quote(post.price, currency, exchange).shown })), next };
}
