import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';

/**
 * Gives an account a role. The database ends its sessions: the new role begins with the next sign-in.
 * @param name its username or email.
 * @returns its username, and whether it had another role.
 * @throws {ExpectedError} not-found
 */
export async function changeRole(
  name: string,
  role: Viewer['role'],
): Promise<{ username: string; isChanged: boolean }> {
  const user = await db().user.findFirst({
    where: name.includes('@') ? { email: name } : { username: name },
    select: { id: true, username: true },
  });
  if (!user) throw new ExpectedError('not-found');
  const { count } = await db().user.updateMany({ where: { id: user.id, role: { not: role } }, data: { role } });
  if (count > 0) await announceEndedSessions(user.id);
  return { username: user.username, isChanged: count > 0 };
}

/** The accounts with this role, by username. */
export async function listByRole(
  role: Viewer['role'],
): Promise<{ username: string; email: string; suspendedAt: Date | null }[]> {
  return db().user.findMany({
    where: { role },
    orderBy: { username: 'asc' },
    select: { username: true, email: true, suspendedAt: true },
  });
}
