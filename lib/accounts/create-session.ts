import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_SESSIONS, SESSION_SECONDS, type SessionOrigin, type SessionRef } from '#lib/domain/session.ts';

/**
 * Signs an account in on one device.
 * @param account as a sign-in has read it. Whatever has ended its sessions since then ends this one before it begins.
 * @throws {ExpectedError} wrong-sign-in, if the account was suspended or got another password or role meanwhile
 */
export async function createSession(
  account: { id: string; sessionVersion: number },
  { device, country }: SessionOrigin,
): Promise<SessionRef & { expiresAt: Date }> {
  const [created] = await db().$queryRaw<{ id: string; expiresAt: Date }[]>`
    WITH account AS (
      SELECT id, role FROM users
      WHERE id = ${account.id}::uuid AND session_version = ${account.sessionVersion} AND suspended_at IS NULL
      FOR SHARE
    )
    INSERT INTO sessions (user_id, device, country, expires_at)
    SELECT id, ${device}, ${country}, now() + make_interval(
      secs => CASE role WHEN 'ADMIN' THEN ${SESSION_SECONDS.ADMIN}::int ELSE ${SESSION_SECONDS.MEMBER}::int END)
    FROM account
    RETURNING id, expires_at AS "expiresAt"`;
  if (!created) throw new ExpectedError('wrong-sign-in', 'password');
  await db().$executeRaw`
    DELETE FROM sessions WHERE user_id = ${account.id}::uuid AND id IN (
      SELECT id FROM sessions WHERE user_id = ${account.id}::uuid ORDER BY created_at DESC, id OFFSET ${MAX_SESSIONS})`;
  return { userId: account.id, sessionId: created.id, expiresAt: created.expiresAt };
}
