import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';

/** How many personal access tokens of the account work now. */
export const countPersonalTokens = (userId: string): Promise<number> =>
  db().personalToken.count({ where: { userId, expiresAt: { gt: new Date() } } });

/** Deletes all personal access tokens of an account, in the transaction of the reason for it. @returns how many */
export async function deletePersonalTokens(
  tx: Db,
  owner: { id: string; username: string },
  because: 'password-changed' | 'password-reset',
): Promise<number> {
  const { count } = await tx.personalToken.deleteMany({ where: { userId: owner.id } });
  const details = { tokens: count, because };
  if (count > 0)
    await recordAudit({ actor: owner, action: 'token-deleted', subject: accountSubject(owner), details }, tx);
  return count;
}
