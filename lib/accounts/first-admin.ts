import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';
import { newToken, tokenHash } from '#lib/tokens/token-hash.ts';
import { setRole } from './set-role.ts';

/** How long the link works, seconds. */
const LINK_SECONDS = 24 * 60 * 60;
/** Web processes that start within this time of each other start together, seconds. One of them prints the link. */
const TOGETHER_SECONDS = 60;

const hashOf = (token: string): string | null => tokenHash(token)?.toString('hex') ?? null;

/**
 * Creates the link for the first admin, instead of the one before it, if the shop has no account.
 * @returns its token, of which only the hash is stored; null if there is an account, or if another process that starts at
 *   the same time has just created one.
 */
export async function inviteFirstAdmin(): Promise<{ token: string; expiresAt: Date } | null> {
  const token = newToken();
  const [invitation] = await db().$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO admin_invitations (token_hash, expires_at, printed_until)
    SELECT ${hashOf(token)}, now() + make_interval(secs => ${LINK_SECONDS}::int),
      now() + make_interval(secs => ${TOGETHER_SECONDS}::int)
    WHERE NOT EXISTS (SELECT FROM users)
    ON CONFLICT (only_one) DO UPDATE SET token_hash = excluded.token_hash, created_at = now(),
      expires_at = excluded.expires_at, printed_until = excluded.printed_until
      WHERE admin_invitations.printed_until <= now()
    RETURNING expires_at AS "expiresAt"`;
  return invitation ? { token, ...invitation } : null;
}

/** When the process that has printed a link stops: the next one that starts prints another, however soon. */
export async function endStartOf(token: string): Promise<void> {
  await db().adminInvitation.updateMany({
    where: { tokenHash: hashOf(token) ?? '' },
    data: { printedUntil: new Date() },
  });
}

/** Whether the link can be used. Looking does not use it up: previews open links as well. */
export async function isAdminLink(token: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ isValid: boolean }[]>`
    SELECT EXISTS (SELECT FROM admin_invitations WHERE token_hash = ${hashOf(token)} AND expires_at > now())
      AND NOT EXISTS (SELECT FROM users WHERE role = 'ADMIN') AS "isValid"`;
  return row?.isValid ?? false;
}

/**
 * Makes an account the shop's first admin and uses the link up. Of two who click at the same time the second one waits,
 * and is too late. The account's sessions end.
 * @returns what a new session needs.
 * @throws {ExpectedError} admin-link-ended
 */
export async function becomeFirstAdmin(userId: string, token: string): Promise<{ id: string; sessionVersion: number }> {
  const account = await db().$transaction(async (transaction) => {
    const used = await transaction.$executeRaw`
      DELETE FROM admin_invitations WHERE token_hash = ${hashOf(token)} AND expires_at > now()
        AND NOT EXISTS (SELECT FROM users WHERE role = 'ADMIN')`;
    const user = await transaction.user.findFirst({
      where: { id: userId, suspendedAt: null },
      select: { id: true, username: true },
    });
    if (used === 0 || !user) throw new ExpectedError('admin-link-ended');
    await setRole(transaction, user, user, 'ADMIN', { by: 'the link for the first admin' });
    return transaction.user.findFirstOrThrow({ where: { id: userId }, select: { id: true, sessionVersion: true } });
  });
  await announceEndedSessions(userId);
  return account;
}
