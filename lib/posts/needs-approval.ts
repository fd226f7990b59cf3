import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { currentShop } from '#lib/settings/refresh-shop.ts';

/**
 * Whether a work of this artist waits for a moderator instead of being published: where the host wants that of first works,
 * until one of theirs was public and is not hidden.
 */
export async function needsApproval(viewer: Viewer): Promise<boolean> {
  const { settings } = await currentShop();
  if (!settings.works.approveFirst) return false;
  const known = await db().post.findFirst({
    where: { artistId: viewer.id, listedAt: { not: null }, hiddenAt: null },
    select: { id: true },
  });
  return known === null;
}
