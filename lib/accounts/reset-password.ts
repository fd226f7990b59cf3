import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isUniqueViolation, type Prisma } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { findToken, useToken } from '#lib/tokens/use-token.ts';
import { deletePersonalTokens } from './delete-personal-tokens.ts';
import { hasSecondFactor } from './factors/has-second-factor.ts';
import { hashPassword, isCommonPassword } from './password.ts';

/**
 * Sets a new password with the link from a mail, for accounts that had none as well, and ends every session and every
 * personal access token. The second factor stays, so the link alone opens nothing. A password that is refused does not use the link up.
 * @throws {ExpectedError} link-ended, common-password
 */
export async function resetPassword(token: string, newPassword: string): Promise<void> {
  const found = await findToken('reset-password', token);
  if (!found) throw new ExpectedError('link-ended');
  if (isCommonPassword(newPassword, { username: found.username, email: found.sentTo, shop: knownShop().name }))
    throw new ExpectedError('common-password', 'newPassword');
  const passwordHash = await hashPassword(newPassword);
  const { userId, email, sentTo } = await db().$transaction(async (tx) => {
    const used = await useToken(tx, 'reset-password', token);
    const owner = { id: used.userId, username: used.username };
    // The database ends its sessions and other links.
    const updated = await tx.user.update({
      where: { id: owner.id },
      data: { passwordHash },
      select: { email: true, emailProvenAt: true },
    });
    // Somebody who had taken the account over may have made some.
    await deletePersonalTokens(tx, owner, 'password-reset');
    if (!updated.emailProvenAt) await removeIdentities(tx, owner.id);
    await queueAccountMail({ kind: 'password-changed', userId: owner.id, recipient: updated.email }, tx);
    await recordAudit({ actor: owner, action: 'password-reset', subject: accountSubject(owner) }, tx);
    return { ...used, email: updated.email };
  });
  if (email.toLowerCase() === sentTo.toLowerCase()) await provenByMail(userId, sentTo);
  await announceEndedSessions(userId);
}

/**
 * Anybody could have signed up with this address before its owner did, and joined an identity with the account: until the
 * address is proven, that is no way in any more.
 */
async function removeIdentities(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.identity.deleteMany({ where: { userId } });
}

/**
 * The link has reached its reader at this address, which proves it as well; but not for an account with a second factor,
 * since its reader may be somebody else than the one who set that up.
 */
async function provenByMail(userId: string, email: string): Promise<void> {
  if (await hasSecondFactor(userId)) return;
  try {
    const where = { id: userId, email, emailProvenAt: null };
    await db().user.updateMany({ where, data: { emailProvenAt: new Date() } });
  } catch (error) {
    // Another account has proven it; this one keeps an unproven address.
    if (!isUniqueViolation(error)) throw error;
  }
}
