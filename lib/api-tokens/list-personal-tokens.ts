import { db } from '#lib/db.ts';
import { isScope } from '#lib/domain/api/scopes.ts';
import type { ListedPersonalToken } from '#lib/domain/api/tokens.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** The viewer's personal access tokens, the newest first; those that ended a short while ago too. */
export async function listPersonalTokens(viewer: Viewer): Promise<ListedPersonalToken[]> {
  const rows = await db().personalToken.findMany({
    where: { userId: viewer.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    omit: { hash: true, userId: true },
  });
  return rows.map(({ createdAt, expiresAt, lastUsedAt, scopes, ...row }) => ({
    ...row,
    scopes: scopes.filter(isScope),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    isExpired: expiresAt.getTime() <= Date.now(),
  }));
}
