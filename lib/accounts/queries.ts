import { db } from '#lib/db.ts';
import { idleSecondsOf, LAST_SEEN_SECONDS, type SessionRef } from '#lib/domain/session.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { PROFILE_COLUMNS } from './update-profile.ts';
import { IS_IN_USE, VIEWER_COLUMNS, type ViewerRow, viewerOf } from './viewer-row.ts';

type SessionRow = ViewerRow & { idleSeconds: number; scopes: string[] };

/**
 * The account of a browser's session, or null if the session has ended, was not in use for too long, is a program's, or the
 * account cannot be used here. Remembers that the session is in use.
 */
export async function getViewer(session: SessionRef): Promise<Viewer | null> {
  return (await touchSession(session, { isProgram: false }))?.viewer ?? null;
}

/** The same for a program's session, with the scopes of its grant. */
export async function getProgram(session: SessionRef): Promise<{ viewer: Viewer; scopes: string[] } | null> {
  return touchSession(session, { isProgram: true });
}

async function touchSession({ userId, sessionId }: SessionRef, { isProgram }: { isProgram: boolean }) {
  const [row] = await db().$queryRaw<SessionRow[]>`
    SELECT ${VIEWER_COLUMNS}, extract(epoch FROM now() - last_seen_at)::float8 AS "idleSeconds", scopes
    FROM sessions JOIN users ON users.id = user_id
    WHERE sessions.id = ${sessionId}::uuid AND user_id = ${userId}::uuid AND expires_at > now()
      AND is_program = ${isProgram} AND ${IS_IN_USE}`;
  if (!row || row.idleSeconds > idleSecondsOf(row.role)) return null;
  const viewer = viewerOf(row);
  if (!viewer) return null;
  if (row.idleSeconds > LAST_SEEN_SECONDS)
    await db().$executeRaw`UPDATE sessions SET last_seen_at = now() WHERE id = ${sessionId}::uuid`;
  return { viewer, scopes: row.scopes };
}

export type AccountSettings = {
  displayName: string;
  bio: string;
  place: string;
  statement: string;
  /** URLs. */
  links: string[];
  /** The key of the portrait; null without one. */
  portrait: string | null;
  /** Increases with each change of these, but for the portrait. */
  profileVersion: number;
  hasPassword: boolean;
};

export async function requireSettings(viewer: Viewer): Promise<AccountSettings> {
  const { passwordHash, portraitKey, ...profile } = await db().user.findFirstOrThrow({
    where: { id: viewer.id },
    select: { ...PROFILE_COLUMNS, portraitKey: true, profileVersion: true, passwordHash: true },
  });
  return { ...profile, portrait: portraitKey, hasPassword: passwordHash !== null };
}
