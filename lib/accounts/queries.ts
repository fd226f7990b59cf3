import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isUsableHere } from './demo-accounts.ts';

/** The content of a session cookie; the account decides whether it is still valid. */
export type Session = { userId: string; sessionVersion: number };

/**
 * The account of a session, or null if it is gone, suspended or a demo account that cannot be used here, or a password
 * change ended the session.
 */
export async function getViewer(session: Session): Promise<Viewer | null> {
  const user = await db().user.findFirst({
    where: { id: session.userId },
    select: {
      id: true,
      username: true,
      displayName: true,
      email: true,
      role: true,
      sessionVersion: true,
      suspendedAt: true,
      isDemo: true,
    },
  });
  if (!user || user.suspendedAt || user.sessionVersion !== session.sessionVersion || !isUsableHere(user)) return null;
  const { sessionVersion: _version, suspendedAt: _suspended, isDemo: _demo, ...viewer } = user;
  return viewer;
}

export type AccountSettings = {
  displayName: string;
  bio: string;
  /** Increases with each change of the two. */
  profileVersion: number;
  hasPassword: boolean;
};

export async function requireSettings(viewer: Viewer): Promise<AccountSettings> {
  const { passwordHash, ...profile } = await db().user.findFirstOrThrow({
    where: { id: viewer.id },
    select: { displayName: true, bio: true, profileVersion: true, passwordHash: true },
  });
  return { ...profile, hasPassword: passwordHash !== null };
}
