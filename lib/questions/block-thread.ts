import { db, type Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { sideOf, type ThreadRef, whereThread } from './thread-ref.ts';

/**
 * Somebody gets no more messages from the other side of a thread, in none of their threads with each other, whether the one who
 * asks did so with an account or with its address; or again.
 * @throws {ExpectedError} not-found
 */
export async function blockThread(ref: ThreadRef, isBlocked: boolean): Promise<void> {
  const thread = await db().thread.findFirst({
    where: whereThread(ref),
    select: { id: true, artistId: true, askerId: true, askerEmail: true },
  });
  if (!thread) throw new ExpectedError('not-found');
  const { id, artistId } = thread;
  const at = isBlocked ? new Date() : null;
  await db().thread.updateMany({
    where: { artistId, OR: [{ id }, ...(await identitiesOf(thread))] },
    data: sideOf(ref, thread) === 'artist' ? { blockedByArtistAt: at } : { blockedByAskerAt: at },
  });
}

type AskerOfThread = { askerId: string | null; askerEmail: string | null };

/** Conditions for all threads of the one who asks: their account's, and those of the address that it has proven. */
async function identitiesOf({ askerId, askerEmail }: AskerOfThread): Promise<Prisma.ThreadWhereInput[]> {
  if (!askerId && !askerEmail) return [];
  const account = await db().user.findFirst({
    where: askerId ? { id: askerId } : { email: askerEmail ?? '', emailProvenAt: { not: null }, closedAt: null },
    select: { id: true, email: true, emailProvenAt: true },
  });
  const userId = askerId ?? account?.id;
  const email = askerEmail ?? (account?.emailProvenAt ? account.email : null);
  return [...(userId ? [{ askerId: userId }] : []), ...(email ? [{ askerEmail: email }] : [])];
}
