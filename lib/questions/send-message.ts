import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { addMessage, countMessage, type NewMessage } from './add-message.ts';
import { sideOf, type ThreadRef, whereThread } from './thread-ref.ts';

/**
 * Somebody writes in a thread that is theirs.
 * @throws {ExpectedError} not-found, nobody-reads, blocked-by-them, blocked-by-you, too-many-unanswered, too-many-messages,
 *   try-later
 */
export async function sendMessage(ref: ThreadRef, message: NewMessage): Promise<void> {
  const thread = await db().thread.findFirst({ where: whereThread(ref), select: { id: true, artistId: true } });
  if (!thread) throw new ExpectedError('not-found');
  const side = sideOf(ref, thread);
  await countMessage(thread.id, side);
  await db().$transaction((tx) => addMessage(tx, thread.id, side, message));
}
