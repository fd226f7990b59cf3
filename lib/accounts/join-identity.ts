import { z } from 'zod';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, type Prisma } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { useToken } from '#lib/tokens/use-token.ts';
import { countAttempt } from './attempt-limits.ts';

/** A GitHub or Google account, by the provider's id and its own. */
export type IdentityRef = { provider: string; subject: string };

const identitySchema = z.object({ provider: z.string(), subject: z.string() });

/**
 * The link in a mail: its account can from now on be signed in to with GitHub or Google as well.
 * @throws {ExpectedError} link-ended, not-found if that identity belongs to another account
 */
export async function joinIdentity(token: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { userId, username, data } = await useToken(tx, 'join-identity', token);
    await linkIdentity(tx, { id: userId, username }, identitySchema.parse(data));
  });
}

/** The same for somebody who has just typed the account's password. @throws {ExpectedError} not-found */
export async function addIdentity(userId: string, identity: IdentityRef): Promise<void> {
  await db().$transaction(async (tx) => {
    const account = await tx.user.findFirstOrThrow({
      where: { id: userId, suspendedAt: null },
      select: { id: true, username: true },
    });
    await linkIdentity(tx, account, identity);
  });
}

/**
 * Sends the link that joins an identity with the account that has its address.
 * @throws {ExpectedError} not-found, too-many-attempts, try-later
 */
export async function sendJoinLink({ provider, subject, email }: IdentityRef & { email: string }): Promise<void> {
  const account = await db().user.findFirst({
    where: { email, emailProvenAt: { not: null }, suspendedAt: null },
    select: { id: true, email: true },
  });
  if (!account) throw new ExpectedError('not-found');
  await countAttempt({ 'send-proof': account.id });
  const mail = { userId: account.id, recipient: account.email, data: { provider, subject } };
  await queueAccountMail({ kind: 'join-identity', ...mail });
}

/**
 * Adds an identity to an account whose owner has proven that both are theirs, and tells them by mail.
 * @throws {ExpectedError} not-found if it belongs to another account
 */
async function linkIdentity(
  tx: Prisma.TransactionClient,
  account: { id: string; username: string },
  { provider, subject }: IdentityRef,
): Promise<void> {
  const { count } = await tx.identity.createMany({
    data: { provider, subject, userId: account.id },
    skipDuplicates: true,
  });
  const identity = await tx.identity.findFirstOrThrow({ where: { provider, subject }, select: { userId: true } });
  if (identity.userId !== account.id) throw new ExpectedError('not-found');
  if (count === 0) return;
  const { email } = await tx.user.findFirstOrThrow({ where: { id: account.id }, select: { email: true } });
  await queueAccountMail({ kind: 'identity-joined', userId: account.id, recipient: email, data: { provider } }, tx);
  const subjectOf = accountSubject(account);
  await recordAudit({ actor: account, action: 'provider-linked', subject: subjectOf, details: { provider } }, tx);
}
