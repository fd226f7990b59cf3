import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/**
 * Whether an account may publish works: buyers get the artist's email, so it has to be proven before the first one.
 * Accounts that had published something before emails were proven go on.
 */
export async function mayPublish(viewer: Viewer): Promise<boolean> {
  const [found] = await db().$queryRaw<{ may: boolean }[]>`
    SELECT email_proven_at IS NOT NULL
      OR EXISTS (SELECT FROM posts WHERE artist_id = users.id AND listed_at IS NOT NULL) AS may
    FROM users WHERE id = ${viewer.id}::uuid`;
  return found?.may ?? false;
}
