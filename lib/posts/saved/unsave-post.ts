import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** Takes a post out of those that the viewer has saved, public or not; nothing happens if it is not among them. */
export async function unsavePost(viewer: Viewer, post: { id: string } | { slug: string }): Promise<void> {
  await db().savedPost.deleteMany({ where: { userId: viewer.id, post } });
}
