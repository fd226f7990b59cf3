import { db } from '#lib/db.ts';
import { listen } from '#lib/live/live-hub.ts';
import { logger } from '#lib/logger.ts';
import type { Session } from './queries.ts';

/** How long a stream outlives its session when the message about it is lost, milliseconds. */
const CHECK_EVERY = 15_000;

type Watch = { session: Session; onEnd: () => void };

const watches = new Set<Watch>();
let started = false;

/**
 * Calls `onEnd` soon after the session has ended: at once when the change is announced, and in any case
 * by a look at the accounts of all that are watched, one query every fifteen seconds.
 * @returns the function that stops watching.
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
  setInterval(() => void endThoseThatHoldNoMore(), CHECK_EVERY).unref();
}

async function endThoseThatHoldNoMore(): Promise<void> {
  if (watches.size === 0) return;
  const seen = [...watches];
  try {
    const accounts = await db().user.findMany({
      where: { id: { in: [...new Set(seen.map(({ session }) => session.userId))] }, suspendedAt: null },
      select: { id: true, sessionVersion: true },
    });
    const versions = new Map(accounts.map(({ id, sessionVersion }) => [id, sessionVersion]));
    for (const { session, onEnd } of seen) if (versions.get(session.userId) !== session.sessionVersion) onEnd();
  } catch (error) {
    logger().warn({ err: error }, 'sessions of live streams could not be looked at');
  }
}
