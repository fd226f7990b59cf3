import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { PROOF_SECONDS, type SessionRef } from '#lib/domain/session.ts';
import { countAttempt, resetAttempts } from './attempt-limits.ts';
import { verifyPassword } from './password.ts';

/** Whether somebody has proved in this session, a short while ago, who they are. Signing in counts. */
export async function isRecentlyProven({ userId, sessionId }: SessionRef): Promise<boolean> {
  const [row] = await db().$queryRaw<{ isRecent: boolean }[]>`
    SELECT proven_at > now() - make_interval(secs => ${PROOF_SECONDS}::int) AS "isRecent"
    FROM sessions WHERE id = ${sessionId}::uuid AND user_id = ${userId}::uuid AND expires_at > now()`;
  return row?.isRecent ?? false;
}

/**
 * Remembers that somebody has just proved, in this session, who they are.
 * @param prove throws if they have not.
 * @throws {ExpectedError} too-many-attempts, try-later, signed-out; and what `prove` throws
 */
export async function proveSession({ userId, sessionId }: SessionRef, prove: () => Promise<void>): Promise<void> {
  await countAttempt({ 'confirm-account': userId });
  await prove();
  const proven = await db().$executeRaw`
    UPDATE sessions SET proven_at = now()
    WHERE id = ${sessionId}::uuid AND user_id = ${userId}::uuid AND expires_at > now()`;
  if (proven === 0) throw new ExpectedError('signed-out');
  await resetAttempts('confirm-account', userId);
}

/** @throws {ExpectedError} wrong-password, also for an account without one */
export async function requireRightPassword(userId: string, password: string): Promise<void> {
  const user = await db().user.findFirst({ where: { id: userId }, select: { passwordHash: true } });
  if (!(await verifyPassword(user?.passwordHash, password))) throw new ExpectedError('wrong-password', 'password');
}
