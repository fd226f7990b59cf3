import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Role, Viewer } from '#lib/domain/viewer.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';
import { assertAdmin } from './assert-admin.ts';
import { setRole } from './set-role.ts';

type Changed = { username: string; isChanged: boolean };

/**
 * Gives an account a role, from the terminal. The database ends its sessions: the new role begins with the next sign-in.
 * @param name its username or proven email: anybody may have typed an unproven one.
 * @returns its username, and whether it had another role.
 * @throws {ExpectedError} not-found
 */
export async function changeRole(name: string, role: Role): Promise<Changed> {
  const user = await db().user.findFirst({
    where: {
      ...(name.includes('@') ? { email: name, emailProvenAt: { not: null } } : { username: name }),
      closedAt: null,
    },
    select: { id: true, username: true },
  });
  if (!user) throw new ExpectedError('not-found');
  const isChanged = await db().$transaction((transaction) => setRole(transaction, 'terminal', user, role));
  if (isChanged) await announceEndedSessions(user.id);
  return { username: user.username, isChanged };
}

/**
 * The same, by an admin. Nobody changes their own role, so the shop keeps an admin.
 * @throws {ExpectedError} not-found (also for viewers who are not admins), own-role
 */
export async function changeRoleOf(viewer: Viewer, userId: string, role: Role): Promise<Changed> {
  assertAdmin(viewer);
  if (viewer.id === userId) throw new ExpectedError('own-role');
  const changed = await db().$transaction(async (transaction) => {
    // Two admins who take each other's role at the same time wait for each other here, and the second is none any more.
    const admins = await transaction.$queryRaw<{ id: string }[]>`
      SELECT id FROM users WHERE role = 'ADMIN' AND suspended_at IS NULL ORDER BY id FOR UPDATE`;
    if (!admins.some(({ id }) => id === viewer.id)) throw new ExpectedError('not-found');
    const user = await transaction.user.findFirst({
      where: { id: userId, closedAt: null },
      select: { id: true, username: true },
    });
    if (!user) throw new ExpectedError('not-found');
    return { username: user.username, isChanged: await setRole(transaction, viewer, user, role) };
  });
  if (changed.isChanged) await announceEndedSessions(userId);
  return changed;
}

export type RoleHolder = { username: string; email: string; suspendedAt: Date | null };

/** The accounts with this role, by username. */
export async function listByRole(role: Role): Promise<RoleHolder[]> {
  return db().user.findMany({
    where: { role },
    orderBy: { username: 'asc' },
    select: { username: true, email: true, suspendedAt: true },
  });
}
