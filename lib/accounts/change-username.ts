import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isUniqueViolation } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { countAttempt } from './attempt-limits.ts';

/**
 * Gives the account another username. A trigger keeps the old one for it: its page leads to the new one, and nobody else
 * can take it. The account itself can have it back.
 * @throws {ExpectedError} username-same, username-taken, too-many-attempts, try-later
 */
export async function changeUsername(viewer: Viewer, username: string): Promise<void> {
  if (username === viewer.username) throw new ExpectedError('username-same', 'username');
  await countAttempt({ 'change-username': viewer.id });
  try {
    await db().$transaction(async (tx) => {
      const { email } = await tx.user.update({
        where: { id: viewer.id },
        data: { username },
        select: { email: true },
      });
      const mail = { userId: viewer.id, recipient: email, data: { before: viewer.username } };
      await queueAccountMail({ kind: 'username-changed', ...mail }, tx);
      const subject = accountSubject({ id: viewer.id, username });
      await recordAudit(
        { actor: viewer, action: 'username-changed', subject, details: { before: viewer.username } },
        tx,
      );
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new ExpectedError('username-taken', 'username');
    throw error;
  }
}
