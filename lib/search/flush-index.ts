import { db } from '#lib/db.ts';

/**
 * Moves the pending entries of the GIN index into its main structure, so that no search has to scan a long list and no
 * artist's save has to flush it. Cheap if nothing is pending.
 */
export async function flushIndex(): Promise<void> {
  await db().$queryRaw`SELECT gin_clean_pending_list('post_search_doc'::regclass)::text`;
}
