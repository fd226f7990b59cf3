import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, Prisma } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { announceEndedSession, announceEndedSessions } from '#lib/live/announce.ts';

/** Signs somebody out on one device. A session that has ended already, or belongs to somebody else, changes nothing. */
export async function endSession({ userId, sessionId }: SessionRef): Promise<void> {
  const count = await deleteSessions(userId, Prisma.sql`sessions.id = ${sessionId}::uuid`);
  if (count > 0) await announceEndedSession(sessionId);
}

/** Signs somebody out on every other device. */
export async function endOtherSessions({ userId, sessionId }: SessionRef): Promise<void> {
  const count = await deleteSessions(userId, Prisma.sql`sessions.id <> ${sessionId}::uuid`);
  if (count > 0) await announceEndedSessions(userId, { kept: sessionId });
}

/** @returns how many there were */
async function deleteSessions(userId: string, which: Prisma.Sql): Promise<number> {
  return db().$transaction(async (transaction) => {
    const deleted = await transaction.$queryRaw<{ username: string }[]>`
      DELETE FROM sessions USING users
      WHERE user_id = ${userId}::uuid AND users.id = user_id AND ${which}
      RETURNING username::text AS username`;
    const [first] = deleted;
    if (!first) return 0;
    const actor = { id: userId, username: first.username };
    const details = { sessions: deleted.length };
    await recordAudit({ actor, action: 'signed-out', subject: accountSubject(actor), details }, transaction);
    return deleted.length;
  });
}

/** Deletes sessions that nobody can use any more. @returns how many */
export async function deleteExpiredSessions(): Promise<number> {
  const { count } = await db().session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
