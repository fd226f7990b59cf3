import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db, isOfLeavingAccount } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { addMessage, type NewMessage } from './add-message.ts';
import { openThread } from './open-thread.ts';
import { requireAskable } from './require-askable.ts';

/**
 * The viewer, whose address is proven, asks the artist of a work.
 * @returns the thread's id
 * @throws {ExpectedError} email-unproven, not-askable, own-question, blocked-by-them, blocked-by-you, nobody-reads,
 *   too-many-unanswered, too-many-questions, too-many-attempts, try-later, account-closing
 */
export async function askQuestion(viewer: Viewer, slug: string, message: NewMessage): Promise<string> {
  if (!viewer.isEmailProven) throw new ExpectedError('email-unproven');
  const post = await requireAskable({ slug }, viewer.id);
  await countAttempt({ 'question-account': viewer.id });
  try {
    return await db().$transaction(async (tx) => {
      const threadId = await openThread(tx, post, { userId: viewer.id, email: viewer.email }, '');
      await addMessage(tx, threadId, 'asker', message);
      return threadId;
    });
  } catch (error) {
    if (isOfLeavingAccount(error)) throw new ExpectedError('account-closing');
    throw error;
  }
}
