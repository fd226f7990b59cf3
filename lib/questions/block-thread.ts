import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { sideOf, type ThreadRef, whereThread } from './thread-ref.ts';

/**
 * Somebody gets no more messages from the other side of a thread, in none of their threads with each other; or again.
 * @throws {ExpectedError} not-found
 */
export async function blockThread(ref: ThreadRef, isBlocked: boolean): Promise<void> {
  const thread = await db().thread.findFirst({
    where: whereThread(ref),
    select: { id: true, artistId: true, askerId: true, askerEmail: true },
  });
  if (!thread) throw new ExpectedError('not-found');
  const { id, artistId, askerId, askerEmail } = thread;
  const at = isBlocked ? new Date() : null;
  const asker = askerId ? { askerId } : askerEmail ? { askerEmail } : { id };
  await db().thread.updateMany({
    where: { artistId, ...asker },
    data: sideOf(ref, thread) === 'artist' ? { blockedByArtistAt: at } : { blockedByAskerAt: at },
  });
}
