import { db } from '#lib/db.ts';
import { idleSecondsOf, LAST_SEEN_SECONDS, type SessionRef } from '#lib/domain/session.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { currentRequestContext } from '#lib/request-context.ts';
import { isUsableHere } from './demo-accounts.ts';
import { HAS_SECOND_FACTOR } from './factors/has-second-factor.ts';

type ViewerRow = Viewer & { isDemo: boolean; idleSeconds: number };

/**
 * The account of a session, or null if the session has ended, was not in use for too long, or the account cannot be used
 * here. Remembers that the session is in use.
 */
export async function getViewer({ userId, sessionId }: SessionRef): Promise<Viewer | null> {
  const [row] = await db().$queryRaw<ViewerRow[]>`
    SELECT users.id, username::text AS username, display_name AS "displayName", email::text AS email,
      email_proven_at IS NOT NULL AS "isEmailProven", role::text AS role, is_demo AS "isDemo",
      ${HAS_SECOND_FACTOR} AS "hasSecondFactor",
      extract(epoch FROM now() - last_seen_at)::float8 AS "idleSeconds"
    FROM sessions JOIN users ON users.id = user_id
    WHERE sessions.id = ${sessionId}::uuid AND user_id = ${userId}::uuid AND expires_at > now()
      AND suspended_at IS NULL AND closed_at IS NULL`;
  if (!row || !isUsableHere(row) || row.idleSeconds > idleSecondsOf(row.role)) return null;
  const { isDemo: _demo, idleSeconds, ...viewer } = row;
  const request = currentRequestContext();
  if (request) request.viewerId = viewer.id;
  if (idleSeconds > LAST_SEEN_SECONDS)
    await db().$executeRaw`UPDATE sessions SET last_seen_at = now() WHERE id = ${sessionId}::uuid`;
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
