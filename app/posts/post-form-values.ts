import { toDecimal } from '#lib/domain/money/money.ts';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';

/** A post as the fields of the post form have it, all text. */
export const postFormValues = (post: PostDto): Record<string, string> => ({
  title: post.title,
  description: post.description,
  price: toDecimal(post.price),
  currency: post.price.currency,
  content: post.content,
  medium: post.medium ?? '',
  year: post.year === null ? '' : String(post.year),
  dimensions: post.dimensions ?? '',
  tags: post.tags.join(', '),
});
