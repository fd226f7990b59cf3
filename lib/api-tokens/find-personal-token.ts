import { IS_IN_USE, VIEWER_COLUMNS, type ViewerRow, viewerOf } from '#lib/accounts/viewer-row.ts';
import { db } from '#lib/db.ts';
import { isScope, type Scope } from '#lib/domain/api/scopes.ts';
import { LAST_SEEN_SECONDS } from '#lib/domain/session.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { personalTokenHash } from './personal-token.ts';

type Row = ViewerRow & { tokenId: string; scopes: string[]; isLastUseOld: boolean };

/**
 * Whose personal access token it is, and what it may do; null if there is none like it, it has ended, or its account cannot be
 * used. Remembers that it was used, exact to five minutes.
 */
export async function findPersonalToken(token: string): Promise<{ viewer: Viewer; scopes: Scope[] } | null> {
  const hash = personalTokenHash(token);
  if (!hash) return null;
  const [row] = await db().$queryRaw<Row[]>`
    SELECT ${VIEWER_COLUMNS}, personal_tokens.id AS "tokenId", scopes,
      last_used_at IS NULL OR last_used_at < now() - make_interval(secs => ${LAST_SEEN_SECONDS}::int) AS "isLastUseOld"
    FROM personal_tokens JOIN users ON users.id = user_id
    WHERE hash = ${hash} AND expires_at > now() AND ${IS_IN_USE}`;
  const viewer = row ? viewerOf(row) : null;
  if (!row || !viewer) return null;
  if (row.isLastUseOld)
    await db().$executeRaw`UPDATE personal_tokens SET last_used_at = now() WHERE id = ${row.tokenId}::uuid`;
  return { viewer, scopes: row.scopes.filter(isScope) };
}
