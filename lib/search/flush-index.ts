import { db } from '#lib/db.ts';

/**
 * Writes what waits in the list of new entries into the index of words, so that no search has to read a long list and no
 * artist's work is the one that has to clear it. Cheap when nothing waits.
 */
export async function flushIndex(): Promise<void> {
  await db().$queryRaw`SELECT gin_clean_pending_list('post_search_doc'::regclass)::text`;
}
