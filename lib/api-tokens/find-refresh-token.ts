import { db } from '#lib/db.ts';
import { tokenHash } from '#lib/tokens/token-hash.ts';

export type FoundRefreshToken = {
  hash: Buffer<ArrayBuffer>;
  isUsed: boolean;
  /** Of its grant. */
  session: { id: string; userId: string; device: string; expiresAt: Date };
};

type Row = FoundRefreshToken['session'] & { isUsed: boolean };

/**
 * A refresh token with its grant; null for a text that is none, or none any more. One statement: the grant, and with it the
 * token, may end at any moment.
 */
export async function findRefreshToken(token: string): Promise<FoundRefreshToken | null> {
  const hash = tokenHash(token);
  if (!hash) return null;
  const [row] = await db().$queryRaw<Row[]>`
    SELECT used_at IS NOT NULL AS "isUsed", sessions.id, user_id AS "userId", device, expires_at AS "expiresAt"
    FROM refresh_tokens JOIN sessions ON sessions.id = session_id WHERE hash = ${hash}`;
  if (!row) return null;
  const { isUsed, ...session } = row;
  return { hash, isUsed, session };
}
