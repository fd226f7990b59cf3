import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { lockAccount } from '#lib/accounts/factors/lock-account.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import type { Scope } from '#lib/domain/api/scopes.ts';
import { isWithin, MAX_PERSONAL_TOKENS, usableScopes } from '#lib/domain/api/tokens.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import type { NewPersonalToken } from '#lib/schemas/personal-tokens.ts';
import { endingOf, newPersonalToken, personalTokenHash } from './personal-token.ts';

/**
 * Makes a personal access token, of which only the hash is stored. Its owner gets a mail.
 * @returns the token, to be shown once.
 * @throws {ExpectedError} scope-not-yours, too-many-tokens, too-many-attempts, try-later, signed-out
 */
export async function createPersonalToken(viewer: Viewer, { name, scopes, days }: NewPersonalToken): Promise<string> {
  await countAttempt({ 'create-token': viewer.id });
  const token = newPersonalToken();
  await db().$transaction(async (tx: Db) => {
    await lockAccount(tx, viewer.id);
    await requireUsable(tx, viewer, scopes);
    if ((await tx.personalToken.count({ where: { userId: viewer.id } })) >= MAX_PERSONAL_TOKENS)
      throw new ExpectedError('too-many-tokens');
    const expiresAt = await insert(tx, viewer.id, token, { name, scopes, days });
    const details = { name, scopes: scopes.join(' '), days };
    await recordAudit({ actor: viewer, action: 'token-created', subject: accountSubject(viewer), details }, tx);
    const data = { name, endsAt: formatDate(expiresAt.toISOString()) };
    await queueAccountMail({ kind: 'token-created', userId: viewer.id, recipient: viewer.email, data }, tx);
  });
  return token;
}

/** The viewer was read before the account was locked: its role may be another one by now. */
async function requireUsable(tx: Db, viewer: Viewer, scopes: readonly Scope[]): Promise<void> {
  const { role } = await tx.user.findFirstOrThrow({ where: { id: viewer.id }, select: { role: true } });
  if (!isWithin(scopes, usableScopes({ ...viewer, role }))) throw new ExpectedError('scope-not-yours');
}

async function insert(tx: Db, userId: string, token: string, { name, scopes, days }: NewPersonalToken): Promise<Date> {
  const [created] = await tx.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO personal_tokens (user_id, name, hash, scopes, ending, expires_at)
    VALUES (${userId}::uuid, ${name}, ${personalTokenHash(token)}, ${scopes}::text[], ${endingOf(token)},
      now() + make_interval(days => ${days}::int))
    RETURNING expires_at AS "expiresAt"`;
  if (!created) throw new Error('the token was not stored');
  return created.expiresAt;
}
