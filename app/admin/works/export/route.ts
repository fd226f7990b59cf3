import { exportAllPosts } from '#lib/csv/export-posts.ts';
import { adminExport } from '../../admin-export.ts';

/** The works of all artists as CSV. */
export const GET = adminExport('works', exportAllPosts);
