import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError, throwAll } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { countSignIn } from './count-sign-in.ts';
import { deletePersonalTokens } from './delete-personal-tokens.ts';
import { hashPassword, isCommonPassword, verifyPassword } from './password.ts';

/**
 * Sets a new password and ends every session of the account; its personal access tokens only if that is asked for.
 * @returns what a new session needs.
 * @throws {ExpectedError} wrong-password, common-password, too-many-attempts, try-later
 * @throws {ExpectedErrors} the first two at once.
 */
export async function changePassword(
  viewer: Viewer,
  input: { currentPassword: string; newPassword: string; deleteTokens?: boolean },
): Promise<{ id: string; sessionVersion: number }> {
  await countSignIn({ 'change-password': viewer.id }, accountSubject(viewer));
  const user = await db().user.findFirstOrThrow({ where: { id: viewer.id }, select: { passwordHash: true } });
  const isRight = await verifyPassword(user.passwordHash, input.currentPassword);
  const isCommon = isCommonPassword(input.newPassword, { ...viewer, shop: knownShop().name });
  throwAll([
    ...(isRight ? [] : [new ExpectedError('wrong-password', 'currentPassword')]),
    ...(isCommon ? [new ExpectedError('common-password', 'newPassword')] : []),
  ]);
  const passwordHash = await hashPassword(input.newPassword);
  const updated = await db().$transaction(async (transaction) => {
    await recordAudit({ actor: viewer, action: 'password-changed', subject: accountSubject(viewer) }, transaction);
    if (input.deleteTokens) await deletePersonalTokens(transaction, viewer, 'password-changed');
    // The database ends its sessions: the migration “sessions”.
    return transaction.user.update({
      where: { id: viewer.id },
      data: { passwordHash },
      select: { id: true, sessionVersion: true },
    });
  });
  await announceEndedSessions(viewer.id);
  return updated;
}
