import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { otherSide, sideOf, type ThreadRef, whereThread } from '#lib/questions/thread-ref.ts';
import { addReport } from './report.ts';

/** Characters of a message by which moderators recognize it in the queue. */
const NAME_LENGTH = 80;

/**
 * Reports a message of the other side: it waits in the moderators' queue, with the whole message, which may be gone when
 * they come to it. Reporting it again changes nothing.
 * @throws {ExpectedError} not-found
 */
export async function reportMessage(ref: ThreadRef, messageId: string, reason: string): Promise<void> {
  const thread = await db().thread.findFirst({
    where: whereThread(ref),
    select: { id: true, artistId: true, askerId: true },
  });
  const side = thread && otherSide(sideOf(ref, thread));
  const message =
    thread &&
    side &&
    (await db().threadMessage.findFirst({
      where: { id: messageId, threadId: thread.id, side },
      select: { id: true, text: true },
    }));
  if (!message) throw new ExpectedError('not-found');
  const { id, text } = message;
  await db().$transaction(async (tx) => {
    const { count } = await tx.threadMessage.updateMany({
      where: { id, reportedAt: null },
      data: { reportedAt: new Date(), reportedReason: reason },
    });
    if (count === 0) return;
    const artistId = side === 'artist' ? thread.artistId : thread.askerId;
    // Cut between characters, of which each has two units at most.
    const name = [...text.replace(/\s+/g, ' ').slice(0, 2 * NAME_LENGTH)].slice(0, NAME_LENGTH).join('');
    const content = { reason: 'other', text: `${reason}\n\nThe message:\n${text}`, email: null } as const;
    await addReport(tx, { kind: 'message', id, name, artistId }, content);
  });
}
