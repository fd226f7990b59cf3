import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { PROOF_SECONDS, type SessionRef } from '#lib/domain/session.ts';
import { countAttempt, resetAttempts } from './attempt-limits.ts';
import { verifyPassword } from './password.ts';

/** Whether somebody has proved in this session, a short while ago, who they are. Signing in counts. */
export async function isRecentlyProven({ userId, sessionId }: SessionRef): Promise<boolean> {
  const [row] = await db().$queryRaw<{ isRecent: boolean }[]>`
    SELECT proven_at > now() - make_interval(secs => ${PROOF_SECONDS}::int) AS "isRecent"
    FROM sessions WHERE id = ${sessionId}::uuid AND user_id = ${userId}::uuid AND expires_at > now() AND NOT is_program`;
  return row?.isRecent ?? false;
}

/**
 * Remembers that somebody has just proved, in this session, who they are. The session gets another id, so a copy of its
 * cookie from before opens nothing afterwards. It lasts no longer than before.
 * @param prove throws if they have not.
 * @returns the session that its cookie has to name from now on.
 * @throws {ExpectedError} too-many-attempts, try-later, signed-out; and what `prove` throws
 */
export async function proveSession(
  session: SessionRef,
  prove: () => Promise<void>,
): Promise<SessionRef & { expiresAt: Date }> {
  const { userId } = session;
  await countAttempt({ 'confirm-account': userId });
  await prove();
  const renewed = await db().$transaction((transaction) => renewSession(transaction, session));
  await resetAttempts('confirm-account', userId);
  return { userId, ...renewed };
}

async function renewSession(
  transaction: Db,
  { userId, sessionId }: SessionRef,
): Promise<{ sessionId: string; expiresAt: Date }> {
  const [renewed] = await transaction.$queryRaw<{ sessionId: string; expiresAt: Date; username: string }[]>`
    UPDATE sessions SET id = gen_random_uuid(), proven_at = now() FROM users
    WHERE sessions.id = ${sessionId}::uuid AND user_id = ${userId}::uuid AND users.id = user_id AND expires_at > now()
      AND NOT is_program
    RETURNING sessions.id AS "sessionId", expires_at AS "expiresAt", username::text AS username`;
  if (!renewed) throw new ExpectedError('signed-out');
  const { username, ...session } = renewed;
  const actor = { id: userId, username };
  await recordAudit({ actor, action: 'proven-again', subject: accountSubject(actor) }, transaction);
  return session;
}

/** @throws {ExpectedError} wrong-password, also for an account without one */
export async function requireRightPassword(userId: string, password: string): Promise<void> {
  const user = await db().user.findFirst({ where: { id: userId }, select: { passwordHash: true } });
  if (!(await verifyPassword(user?.passwordHash, password))) throw new ExpectedError('wrong-password', 'password');
}
