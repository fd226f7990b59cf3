import type { Prisma } from '#lib/db.ts';
import { db } from '#lib/db.ts';
import type { TokenPurpose } from '#lib/domain/account-token.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { tokenHash } from './token-hash.ts';

/** What a link is about. */
export type TokenSubject = {
  userId: string;
  username: string;
  sentTo: string;
  createdAt: Date;
  data: Prisma.JsonValue;
};

/**
 * What a link leads to, without using it up: mail scanners and previews open links.
 * @returns null if it has expired, was used, was voided by a newer one, or its account is suspended
 */
export async function findToken(purpose: TokenPurpose, token: string): Promise<TokenSubject | null> {
  const hash = tokenHash(token);
  const found =
    hash &&
    (await db().accountToken.findFirst({
      where: { hash, purpose, expiresAt: { gt: new Date() }, user: { suspendedAt: null } },
      select: { userId: true, email: true, createdAt: true, data: true, user: { select: { username: true } } },
    }));
  if (!found) return null;
  const { user, email: sentTo, ...subject } = found;
  return { ...subject, username: user.username, sentTo };
}

/**
 * Uses a link up, in the transaction of what it allows. Of two clicks the second one waits, and finds nothing. The
 * account's row stays locked, so that nothing suspends it in between.
 * @throws {ExpectedError} link-ended
 */
export async function useToken(
  tx: Prisma.TransactionClient,
  purpose: TokenPurpose,
  token: string,
): Promise<TokenSubject> {
  const [used] = await tx.$queryRaw<TokenSubject[]>`
    WITH account AS (
      SELECT users.id, username FROM users
      WHERE id = (SELECT user_id FROM account_tokens WHERE hash = ${tokenHash(token)} AND purpose = ${purpose})
        AND suspended_at IS NULL
      FOR NO KEY UPDATE
    )
    DELETE FROM account_tokens USING account
    WHERE hash = ${tokenHash(token)} AND purpose = ${purpose} AND user_id = account.id AND expires_at > now()
    RETURNING user_id AS "userId", account.username::text AS username, account_tokens.email::text AS "sentTo",
      account_tokens.created_at AS "createdAt", data`;
  if (!used) throw new ExpectedError('link-ended');
  return used;
}
