import { db } from '#lib/db.ts';

const BATCH = 200;

/**
 * Updates the search rows of posts whose artist's name has changed, or that a migration has noted. Several workers can
 * run this at once. Stops between two batches: there may be all posts of a large shop.
 */
export async function indexDuePosts({ stop }: { stop?: AbortSignal } = {}): Promise<void> {
  for (let done = BATCH; done === BATCH && !stop?.aborted; ) {
    const rows = await db().$queryRaw<{ id: string }[]>`
      WITH taken AS (
        DELETE FROM search_due WHERE post_id IN (SELECT post_id FROM search_due LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
        RETURNING post_id
      )
      SELECT post_id::text AS id, index_post(post_id)::text FROM taken`;
    done = rows.length;
  }
}
