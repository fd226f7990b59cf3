import { db } from '#lib/db.ts';
import { LAST_SEEN_SECONDS, type SessionRef } from '#lib/domain/session.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isUsableHere } from './demo-accounts.ts';

type ViewerRow = Viewer & { isDemo: boolean; isSeen: boolean };

/**
 * The account of a session, or null if the session has ended or the account cannot be used here. Remembers that the
 * session is in use.
 */
export async function getViewer({ userId, sessionId }: SessionRef): Promise<Viewer | null> {
  const [row] = await db().$queryRaw<ViewerRow[]>`
    SELECT users.id, username::text AS username, display_name AS "displayName", email::text AS email,
      role::text AS role, is_demo AS "isDemo",
      last_seen_at > now() - make_interval(secs => ${LAST_SEEN_SECONDS}::int) AS "isSeen"
    FROM sessions JOIN users ON users.id = user_id
    WHERE sessions.id = ${sessionId}::uuid AND user_id = ${userId}::uuid AND expires_at > now()
      AND suspended_at IS NULL`;
  if (!row || !isUsableHere(row)) return null;
  const { isDemo: _demo, isSeen, ...viewer } = row;
  if (!isSeen) await db().$executeRaw`UPDATE sessions SET last_seen_at = now() WHERE id = ${sessionId}::uuid`;
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
