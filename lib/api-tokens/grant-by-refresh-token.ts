import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { getProgram } from '#lib/accounts/queries.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { isScope, type Scope } from '#lib/domain/api/scopes.ts';
import { isWithin, usableScopes } from '#lib/domain/api/tokens.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { announceEndedSession } from '#lib/live/announce.ts';
import { type FoundRefreshToken, findRefreshToken } from './find-refresh-token.ts';
import { OAuthError } from './oauth-error.ts';
import { clientOf } from './program-device.ts';
import { createRefreshToken, type TokenResponse, tokenResponse } from './token-response.ts';

/**
 * Gives a program another access token, and another refresh token instead of this one. One that was used before is in two
 * hands: then the grant ends.
 * @param scopes what the access token may do, part of the grant; null for all of it. The grant stays as it is.
 * @throws {OAuthError} invalid_grant, invalid_scope
 * @throws {ExpectedError} too-many-attempts
 */
export async function grantByRefreshToken(token: string, scopes: readonly Scope[] | null): Promise<TokenResponse> {
  const found = await findRefreshToken(token);
  if (!found) throw ended();
  const { session } = found;
  if (found.isUsed) return endFamily(found);
  await countAttempt({ 'refresh-grant': session.id });
  const program = await getProgram({ userId: session.userId, sessionId: session.id });
  if (!program) throw ended();
  const granted = program.scopes.filter(isScope);
  const wanted = scopes ?? granted;
  if (!isWithin(wanted, granted) || !isWithin(wanted, usableScopes(program.viewer)))
    throw new OAuthError('invalid_scope', 'A token can have no more scopes than its grant, and the account, have.');
  const next = await rotate(found);
  if (next === 'used') return endFamily(found);
  const grant = { userId: session.userId, sessionId: session.id, expiresAt: session.expiresAt };
  return tokenResponse({ ...grant, scopes: wanted, client: clientOf(session.device) }, next);
}

const ended = () => new OAuthError('invalid_grant', 'This refresh token has ended. Please sign in again.');

/** Uses the token up. @returns the next one; 'used' if another request was faster. */
async function rotate({ hash, session }: FoundRefreshToken): Promise<string> {
  return db().$transaction(async (tx: Db) => {
    await lockSession(tx, session.id);
    const { count } = await tx.refreshToken.updateMany({
      where: { hash: new Uint8Array(hash), usedAt: null },
      data: { usedAt: new Date() },
    });
    return count === 1 ? createRefreshToken(session.id, tx) : 'used';
  });
}

/** Always before its tokens, as whatever ends a session has it. @throws {OAuthError} invalid_grant */
async function lockSession(tx: Db, sessionId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM sessions WHERE id = ${sessionId}::uuid FOR NO KEY UPDATE`;
  if (rows.length === 0) throw ended();
}

/** The program or somebody else has a copy, and nobody can tell which of them asks: both are signed out (RFC 9700, 4.14). */
async function endFamily({ session }: FoundRefreshToken): Promise<never> {
  const isEnded = await db().$transaction(async (tx: Db) => {
    const [owner] = await tx.$queryRaw<{ id: string; username: string }[]>`
      DELETE FROM sessions USING users WHERE sessions.id = ${session.id}::uuid AND users.id = user_id
      RETURNING users.id, username::text AS username`;
    if (!owner) return false;
    const details = { device: session.device };
    await recordAudit({ actor: null, action: 'refresh-token-reused', subject: accountSubject(owner), details }, tx);
    return true;
  });
  if (isEnded) await announceEndedSession(session.id);
  throw ended();
}
