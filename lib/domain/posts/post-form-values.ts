import { toDecimal } from '../money/money.ts';
import type { PostDto } from './post-dto.ts';

/** A post as the fields of the post form have it, all text. */
export const postFormValues = (post: Omit<PostDto, 'artist' | 'pictures'>): Record<PostField, string> => ({
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

/** The names of these fields. */
export type PostField =
  | 'title'
  | 'description'
  | 'price'
  | 'currency'
  | 'content'
  | 'medium'
  | 'year'
  | 'dimensions'
  | 'tags';
