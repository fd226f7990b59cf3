import { db } from '#lib/db.ts';
import { listen } from '#lib/live/live-hub.ts';
import { logger } from '#lib/logger.ts';
import type { Session } from './queries.ts';

/** How long a stream can outlive its session if the message about it is lost. */
const CHECK_INTERVAL_MS = 15_000;

type Watch = { session: Session; onEnd: () => void };

const watches = new Set<Watch>();
let started = false;

/**
 * Calls `onEnd` when the session has ended: immediately if the change is announced, otherwise by a query every fifteen
 * seconds over the accounts of all watched sessions.
 * @returns a function that stops watching.
 */
export function watchSession(session: Session, onEnd: () => void): () => void {
  start();
  const watch = { session, onEnd };
  watches.add(watch);
  return () => watches.delete(watch);
}

function start(): void {
  if (started) return;
  started = true;
  listen(({ endedSessionsOf }) => {
    for (const { session, onEnd } of watches) if (session.userId === endedSessionsOf) onEnd();
  });
  setInterval(() => void endInvalidSessions(), CHECK_INTERVAL_MS).unref();
}

async function endInvalidSessions(): Promise<void> {
  if (watches.size === 0) return;
  const checked = [...watches];
  try {
    const accounts = await db().user.findMany({
      where: { id: { in: [...new Set(checked.map(({ session }) => session.userId))] }, suspendedAt: null },
      select: { id: true, sessionVersion: true },
    });
    const versions = new Map(accounts.map(({ id, sessionVersion }) => [id, sessionVersion]));
    for (const { session, onEnd } of checked) if (versions.get(session.userId) !== session.sessionVersion) onEnd();
  } catch (error) {
    logger().warn({ err: error }, 'sessions of live streams could not be checked');
  }
}
