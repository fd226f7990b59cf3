import { db } from '#lib/db.ts';
import type { ListedSession, SessionRef } from '#lib/domain/session.ts';
import { usableSession } from './usable-session.ts';

/** Where an account is signed in: this session first, then those that were used most recently. */
export async function listSessions({ userId, sessionId }: SessionRef): Promise<ListedSession[]> {
  const rows = await db().session.findMany({
    where: { userId, ...usableSession() },
    orderBy: [{ lastSeenAt: 'desc' }, { createdAt: 'desc' }],
    select: { id: true, device: true, country: true, createdAt: true, lastSeenAt: true },
  });
  const sessions = rows.map(({ createdAt, lastSeenAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    isCurrent: row.id === sessionId,
  }));
  return sessions.sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
}
