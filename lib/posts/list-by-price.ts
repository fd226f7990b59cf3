import type { PostPage } from '#lib/domain/posts/post-dto.ts';
import type { NumberCursor } from '#lib/schemas/posts.ts';
import { listByColumn } from './list-by-column.ts';

type ListQuery = {
  direction: 'up' | 'down';
  /** Stored values in euros, from valueRange. */
  from: number;
  to: number;
  after?: NumberCursor | undefined;
};

/**
 * Public posts by price across all currencies, compared by their stored value in euros; one without a known rate counts
 * as more expensive than all others. Uses the index posts_by_price.
 */
export const listByPrice = ({ direction, from, to, after }: ListQuery): Promise<PostPage> =>
  listByColumn({ column: 'price_value', direction, range: { from, to }, after });
