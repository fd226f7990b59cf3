import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import type { Scope } from '#lib/domain/api/scopes.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_SESSIONS, SESSION_SECONDS, type SessionOrigin, type SessionRef } from '#lib/domain/session.ts';
import { HAS_SECOND_FACTOR, hasSecondFactor } from './factors/has-second-factor.ts';

type Options = {
  /** Whether the account's second factor was asked for. Without that, an account that has one gets no session. */
  isFactorProven?: boolean;
  /** For a program's session: what it may do, at least one. */
  scopes?: readonly Scope[];
};

/**
 * Signs an account in on one device, or for one program.
 * @param account as a sign-in has read it. Whatever has ended its sessions since then ends this one before it begins.
 * @throws {ExpectedError} wrong-sign-in, if the account was closed or suspended, or got another password or role meanwhile;
 *   second-factor-needed
 */
export async function createSession(
  account: { id: string; sessionVersion: number },
  origin: SessionOrigin,
  { isFactorProven = false, scopes = [] }: Options = {},
): Promise<SessionRef & { expiresAt: Date }> {
  const options = { isFactorProven, scopes };
  const created = await db().$transaction((transaction) => insertSession(transaction, account, origin, options));
  if (!created && !isFactorProven && (await hasSecondFactor(account.id)))
    throw new ExpectedError('second-factor-needed');
  if (!created) throw new ExpectedError('wrong-sign-in', 'password');
  // Browsers and programs are counted apart, so that a script that signs in again and again signs no person out.
  const isProgram = scopes.length > 0;
  await db().$executeRaw`
    DELETE FROM sessions WHERE user_id = ${account.id}::uuid AND id IN (
      SELECT id FROM sessions WHERE user_id = ${account.id}::uuid AND is_program = ${isProgram}
      ORDER BY created_at DESC, id OFFSET ${MAX_SESSIONS})`;
  return { userId: account.id, sessionId: created.id, expiresAt: created.expiresAt };
}

async function insertSession(
  transaction: Db,
  account: { id: string; sessionVersion: number },
  { device, country }: SessionOrigin,
  { isFactorProven, scopes }: Required<Options>,
): Promise<{ id: string; expiresAt: Date } | null> {
  const isProgram = scopes.length > 0;
  const [created] = await transaction.$queryRaw<{ id: string; expiresAt: Date; username: string }[]>`
    WITH account AS (
      SELECT id, role, username::text AS username FROM users
      WHERE id = ${account.id}::uuid AND session_version = ${account.sessionVersion} AND suspended_at IS NULL
        AND closed_at IS NULL
        AND (${isFactorProven} OR NOT ${HAS_SECOND_FACTOR})
      FOR SHARE
    )
    INSERT INTO sessions (user_id, device, country, is_program, scopes, expires_at)
    SELECT id, ${device}, ${country}, ${isProgram}, ${scopes}::text[], now() + make_interval(
      secs => CASE role WHEN 'MEMBER' THEN ${SESSION_SECONDS.MEMBER}::int ELSE ${SESSION_SECONDS.ADMIN}::int END)
    FROM account
    RETURNING id, expires_at AS "expiresAt", (SELECT username FROM account) AS username`;
  if (!created) return null;
  const { username, ...session } = created;
  const actor = { id: account.id, username };
  const subject = accountSubject(actor);
  const details = {
    ...{ device, country, factors: isFactorProven ? 'two' : 'one' },
    ...(isProgram && { scopes: scopes.join(' ') }),
  };
  await recordAudit({ actor, action: 'signed-in', subject, details }, transaction);
  return session;
}
