import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** What a session's cookie says; whether it still holds, the account says. */
export type Session = { userId: string; sessionVersion: number };

/**
 * The account of a session, or null when the account is gone or suspended, or its sessions were
 * ended by a change of password.
 */
export async function getViewer(session: Session): Promise<Viewer | null> {
  const user = await db().user.findUnique({
    where: { id: session.userId },
    select: {
      id: true,
      username: true,
      displayName: true,
      email: true,
      role: true,
      sessionVersion: true,
      suspendedAt: true,
    },
  });
  if (!user || user.suspendedAt || user.sessionVersion !== session.sessionVersion) return null;
  const { sessionVersion: _version, suspendedAt: _suspended, ...viewer } = user;
  return viewer;
}

export type AccountSettings = { displayName: string; bio: string; hasPassword: boolean };

export async function requireSettings(viewer: Viewer): Promise<AccountSettings> {
  const user = await db().user.findUniqueOrThrow({
    where: { id: viewer.id },
    select: { displayName: true, bio: true, passwordHash: true },
  });
  return { displayName: user.displayName, bio: user.bio, hasPassword: user.passwordHash !== null };
}
