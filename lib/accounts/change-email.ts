import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isUniqueViolation, type Prisma } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { useToken } from '#lib/tokens/use-token.ts';
import { countAttempt } from './attempt-limits.ts';

/**
 * Sends a link to the new address. The account's address changes when it is used. Somebody else's address has the same
 * result, and its owner is told.
 * @throws {ExpectedError} email-same, too-many-attempts, try-later
 */
export async function requestEmailChange(viewer: Viewer, email: string): Promise<void> {
  if (email.toLowerCase() === viewer.email.toLowerCase()) throw new ExpectedError('email-same', 'email');
  await countAttempt({ 'change-email': viewer.id });
  await queueAccountMail({ kind: 'change-email', userId: viewer.id, recipient: email });
}

/**
 * The link at the new address: the account has it now, proven. The old one is told, with a link that takes the change
 * back, if it was proven; otherwise it may be anybody's.
 * @throws {ExpectedError} link-ended, email-taken
 */
export async function confirmEmailChange(token: string): Promise<void> {
  await orTaken(async (tx) => {
    const { userId, username, sentTo } = await useToken(tx, 'change-email', token);
    const before = await tx.user.findFirstOrThrow({
      where: { id: userId },
      select: { email: true, emailProvenAt: true },
    });
    await setProvenEmail(tx, userId, sentTo);
    // Those were sent to the address from before.
    await tx.accountToken.deleteMany({ where: { userId, purpose: { in: ['prove-email', 'reset-password'] } } });
    const isOther = before.email.toLowerCase() !== sentTo.toLowerCase();
    if (before.emailProvenAt && isOther) {
      const mail = { userId, recipient: before.email, data: { email: sentTo } };
      await queueAccountMail({ kind: 'email-changed', ...mail }, tx);
    }
    const owner = { id: userId, username };
    await recordAudit({ actor: owner, action: 'email-changed', subject: accountSubject(owner) }, tx);
  });
}

/**
 * The link at the old address: the account has it again, and all devices are signed out. Links that lead to addresses
 * which it got later end.
 * @throws {ExpectedError} link-ended, email-taken
 */
export async function undoEmailChange(token: string): Promise<void> {
  const userId = await orTaken(async (tx) => {
    const { userId, username, sentTo, createdAt } = await useToken(tx, 'undo-email-change', token);
    await setProvenEmail(tx, userId, sentTo);
    // The database ends its sessions and other links.
    await tx.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } }, select: { id: true } });
    await tx.accountToken.deleteMany({ where: { userId, createdAt: { gte: createdAt } } });
    await queueAccountMail({ kind: 'email-change-undone', userId, recipient: sentTo }, tx);
    const owner = { id: userId, username };
    await recordAudit({ actor: owner, action: 'email-change-undone', subject: accountSubject(owner) }, tx);
    return userId;
  });
  await announceEndedSessions(userId);
}

async function setProvenEmail(tx: Prisma.TransactionClient, id: string, email: string): Promise<void> {
  await tx.user.update({ where: { id }, data: { email, emailProvenAt: new Date() }, select: { id: true } });
}

async function orTaken<Result>(run: (tx: Prisma.TransactionClient) => Promise<Result>): Promise<Result> {
  try {
    return await db().$transaction(run);
  } catch (error) {
    if (isUniqueViolation(error)) throw new ExpectedError('email-taken');
    throw error;
  }
}
