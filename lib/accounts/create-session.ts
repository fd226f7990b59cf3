import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_SESSIONS, SESSION_SECONDS, type SessionOrigin, type SessionRef } from '#lib/domain/session.ts';
import { HAS_SECOND_FACTOR, hasSecondFactor } from './factors/has-second-factor.ts';

/**
 * Signs an account in on one device.
 * @param account as a sign-in has read it. Whatever has ended its sessions since then ends this one before it begins.
 * @param isFactorProven whether its second factor was asked for. Without that, an account that has one gets no session.
 * @throws {ExpectedError} wrong-sign-in, if the account was closed or suspended, or got another password or role meanwhile;
 *   second-factor-needed
 */
export async function createSession(
  account: { id: string; sessionVersion: number },
  origin: SessionOrigin,
  { isFactorProven = false }: { isFactorProven?: boolean } = {},
): Promise<SessionRef & { expiresAt: Date }> {
  const created = await db().$transaction((transaction) => insertSession(transaction, account, origin, isFactorProven));
  if (!created && !isFactorProven && (await hasSecondFactor(account.id)))
    throw new ExpectedError('second-factor-needed');
  if (!created) throw new ExpectedError('wrong-sign-in', 'password');
  await db().$executeRaw`
    DELETE FROM sessions WHERE user_id = ${account.id}::uuid AND id IN (
      SELECT id FROM sessions WHERE user_id = ${account.id}::uuid ORDER BY created_at DESC, id OFFSET ${MAX_SESSIONS})`;
  return { userId: account.id, sessionId: created.id, expiresAt: created.expiresAt };
}

async function insertSession(
  transaction: Db,
  account: { id: string; sessionVersion: number },
  { device, country }: SessionOrigin,
  isFactorProven: boolean,
): Promise<{ id: string; expiresAt: Date } | null> {
  const [created] = await transaction.$queryRaw<{ id: string; expiresAt: Date; username: string }[]>`
    WITH account AS (
      SELECT id, role, username::text AS username FROM users
      WHERE id = ${account.id}::uuid AND session_version = ${account.sessionVersion} AND suspended_at IS NULL
        AND closed_at IS NULL
        AND (${isFactorProven} OR NOT ${HAS_SECOND_FACTOR})
      FOR SHARE
    )
    INSERT INTO sessions (user_id, device, country, expires_at)
    SELECT id, ${device}, ${country}, now() + make_interval(
      secs => CASE role WHEN 'MEMBER' THEN ${SESSION_SECONDS.MEMBER}::int ELSE ${SESSION_SECONDS.ADMIN}::int END)
    FROM account
    RETURNING id, expires_at AS "expiresAt", (SELECT username FROM account) AS username`;
  if (!created) return null;
  const { username, ...session } = created;
  const actor = { id: account.id, username };
  const subject = accountSubject(actor);
  const details = { device, country, factors: isFactorProven ? 'two' : 'one' };
  await recordAudit({ actor, action: 'signed-in', subject, details }, transaction);
  return session;
}
