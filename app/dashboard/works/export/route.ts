import { exportOwnPosts } from '#lib/csv/export-posts.ts';
import { ownExport } from '../../own-export.ts';

/** The viewer's works as CSV. */
export const GET = ownExport('works', '/dashboard', exportOwnPosts);
