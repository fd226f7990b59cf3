import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { deleteIdleRecoveryCodes } from './recovery-codes.ts';

/**
 * Removes every factor of somebody who has lost them all, for the host at a terminal. The password is asked for as before;
 * an account that has none signs in with GitHub, Google or a link by mail.
 * @param name its username or proven email: anybody may have typed an unproven one.
 * @returns its username, and how many factors it had.
 * @throws {ExpectedError} not-found
 */
export async function removeAllFactors(name: string): Promise<{ username: string; removed: number }> {
  const user = await db().user.findFirst({
    where: name.includes('@') ? { email: name, emailProvenAt: { not: null } } : { username: name },
    select: { id: true, username: true, email: true },
  });
  if (!user) throw new ExpectedError('not-found');
  const { id: userId, username, email } = user;
  const removed = await db().$transaction(async (tx: Db) => {
    const [apps, passkeys] = [
      await tx.authenticatorApp.deleteMany({ where: { userId } }),
      await tx.passkey.deleteMany({ where: { userId } }),
    ];
    await deleteIdleRecoveryCodes(tx, userId);
    const count = apps.count + passkeys.count;
    if (count === 0) return 0;
    const details = { factor: 'all', count: String(count) };
    await recordAudit({ actor: 'terminal', action: 'factor-removed', subject: accountSubject(user), details }, tx);
    await queueAccountMail({ kind: 'factor-removed', userId, recipient: email, data: details }, tx);
    return count;
  });
  return { username, removed };
}
