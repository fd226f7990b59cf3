import { db } from '#lib/db.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { listen } from '#lib/live/live-hub.ts';
import { logger } from '#lib/logger.ts';
import { usableSession } from './usable-session.ts';

/** How long a stream can outlive its session if the message about it is lost. */
const CHECK_INTERVAL_MS = 15_000;

type Watch = { session: SessionRef; onEnd: () => void };

const watches = new Set<Watch>();
let started = false;

/**
 * Calls `onEnd` when the session has ended: immediately if the change is announced, otherwise by a query every fifteen
 * seconds over all watched sessions.
 * @returns a function that stops watching.
 */
export function watchSession(session: SessionRef, onEnd: () => void): () => void {
  start();
  const watch = { session, onEnd };
  watches.add(watch);
  return () => watches.delete(watch);
}

function start(): void {
  if (started) return;
  started = true;
  listen(({ endedSessionsOf, keptSession, endedSession }) => {
    for (const { session, onEnd } of watches) {
      const { userId, sessionId } = session;
      if (sessionId === endedSession || (userId === endedSessionsOf && sessionId !== keptSession)) onEnd();
    }
  });
  setInterval(() => void endInvalidSessions(), CHECK_INTERVAL_MS).unref();
}

async function endInvalidSessions(): Promise<void> {
  if (watches.size === 0) return;
  const checked = [...watches];
  try {
    const valid = await db().session.findMany({
      where: { id: { in: checked.map(({ session }) => session.sessionId) }, ...usableSession() },
      select: { id: true },
    });
    const ids = new Set(valid.map(({ id }) => id));
    for (const { session, onEnd } of checked) if (!ids.has(session.sessionId)) onEnd();
  } catch (error) {
    logger().warn({ err: error }, 'sessions of live streams could not be checked');
  }
}
