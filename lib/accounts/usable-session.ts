import type { Prisma } from '#lib/db.ts';
import { IDLE_SECONDS } from '#lib/domain/session.ts';

/** Sessions that `getViewer` or `getProgram` would accept, for queries about many of them. */
export function usableSession(now = Date.now()): Prisma.SessionWhereInput {
  const wasSeenWithin = (seconds: number) => ({ lastSeenAt: { gt: new Date(now - seconds * 1_000) } });
  return {
    expiresAt: { gt: new Date(now) },
    user: { suspendedAt: null, closedAt: null },
    OR: [wasSeenWithin(IDLE_SECONDS.ADMIN), { user: { role: 'MEMBER' }, ...wasSeenWithin(IDLE_SECONDS.MEMBER) }],
  };
}
