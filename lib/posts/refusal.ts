import type { Db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** Explains why a write on the viewer's post changed no row. A post that is not theirs reads as not found. */
export async function refusalOf(tx: Db, viewer: Viewer, postId: string): Promise<ExpectedError> {
  const own = await tx.post.findFirst({
    where: { id: postId, artistId: viewer.id },
    select: { status: true, heldUntil: true },
  });
  if (!own) return new ExpectedError('not-found');
  if (own.status === 'SOLD' || own.heldUntil) return new ExpectedError('held-or-sold');
  return new ExpectedError(own.status === 'DRAFT' ? 'has-orders' : 'only-drafts');
}
