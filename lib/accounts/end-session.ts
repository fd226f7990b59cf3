import { db } from '#lib/db.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { announceEndedSession, announceEndedSessions } from '#lib/live/announce.ts';

/** Signs somebody out on one device. A session that has ended already, or belongs to somebody else, changes nothing. */
export async function endSession({ userId, sessionId }: SessionRef): Promise<void> {
  const { count } = await db().session.deleteMany({ where: { id: sessionId, userId } });
  if (count > 0) await announceEndedSession(sessionId);
}

/** Signs somebody out on every other device. */
export async function endOtherSessions({ userId, sessionId }: SessionRef): Promise<void> {
  const { count } = await db().session.deleteMany({ where: { userId, id: { not: sessionId } } });
  if (count > 0) await announceEndedSessions(userId, { kept: sessionId });
}

/** Deletes sessions that nobody can use any more. @returns how many */
export async function deleteExpiredSessions(): Promise<number> {
  const { count } = await db().session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
