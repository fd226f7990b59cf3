import type { PostPage } from '#lib/domain/posts/post-dto.ts';
import type { NumberCursor } from '#lib/schemas/posts.ts';
import { listByColumn } from './list-by-column.ts';

type ListQuery = { sort: 'views' | 'week'; after?: NumberCursor | undefined };

/**
 * Public posts with the most visitors first: of all time, or of the last seven days. Uses the indexes posts_by_views
 * and posts_by_week.
 */
export const listByVisitors = ({ sort, after }: ListQuery): Promise<PostPage> =>
  listByColumn({ column: sort === 'week' ? 'visitors_week' : 'visitors', direction: 'down', after });
