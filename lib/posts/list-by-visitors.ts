import type { PostPage } from '#lib/domain/posts/post-dto.ts';
import type { NumberCursor } from '#lib/schemas/posts.ts';
import { listInOrder } from './list-in-order.ts';

type ListQuery = { sort: 'views' | 'week'; after?: NumberCursor | undefined };

/**
 * Public works, those first that most people looked at: since the beginning, or during the last seven days. On the
 * indexes posts_by_views and posts_by_week.
 */
export const listByVisitors = ({ sort, after }: ListQuery): Promise<PostPage> =>
  listInOrder({ column: sort === 'week' ? 'visitors_week' : 'visitors', direction: 'down', after });
