import type { PostPage } from '#lib/domain/posts/post-dto.ts';
import type { NumberCursor } from '#lib/schemas/posts.ts';
import { listInOrder } from './list-in-order.ts';

type ListQuery = {
  direction: 'up' | 'down';
  /** Stored values in euros, as valueRange gives them. */
  from: number;
  to: number;
  after?: NumberCursor | undefined;
};

/**
 * Public works by price across all currencies, on the value that new rates refresh; one without a known rate counts as
 * dearer than all. On the index posts_by_price.
 */
export const listByPrice = ({ direction, from, to, after }: ListQuery): Promise<PostPage> =>
  listInOrder({ column: 'price_value', direction, range: { from, to }, after });
