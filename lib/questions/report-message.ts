import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { otherSide, sideOf, type ThreadRef, whereThread } from './thread-ref.ts';

/**
 * Tells the people who run the shop about a message of the other side. Reporting it again changes nothing.
 * @throws {ExpectedError} not-found
 */
export async function reportMessage(ref: ThreadRef, messageId: string, reason: string): Promise<void> {
  const thread = await db().thread.findFirst({ where: whereThread(ref), select: { id: true, artistId: true } });
  const message =
    thread &&
    (await db().threadMessage.findFirst({
      where: { id: messageId, threadId: thread.id, side: otherSide(sideOf(ref, thread)) },
      select: { id: true },
    }));
  if (!message) throw new ExpectedError('not-found');
  await db().threadMessage.updateMany({
    where: { id: message.id, reportedAt: null },
    data: { reportedAt: new Date(), reportedReason: reason },
  });
}
