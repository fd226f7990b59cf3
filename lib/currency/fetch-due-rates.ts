import { db } from '#lib/db.ts';
import { logger } from '#lib/logger.ts';
import { activeSource, type RateSource } from './active-source.ts';
import { fetchRates } from './fetch-rates.ts';
import { RateServiceError } from './published-rates.ts';
import { storeRates } from './store-rates.ts';

/**
 * Fetches the active source's rates when due: an hour after a success, and one, two, four … minutes after each failure
 * in a row, at most an hour. Only one worker fetches. A failure is stored for admins and changes nothing else.
 * @param stop ends the fetch early, so that another worker can start
 * @returns whether rates were stored; `createRateUpdater` puts them into use
 * @throws if the database is unavailable; the fetch is retried in two minutes
 */
export async function fetchDueRates(stop: AbortSignal, source: RateSource = activeSource()): Promise<boolean> {
  const claim = await claimFetch(source.name);
  if (!claim) return false;
  try {
    const days = await fetchRates(source, claim.fetchedAt === null, stop);
    const { changed, held } = await storeRates(source.name, days);
    lastLogged = null;
    logger().info({ source: source.name, day: days.at(-1)?.day, changed }, 'exchange rates fetched');
    if (held.length > 0)
      logger().warn({ source: source.name, held }, 'exchange rates changed too much and wait for an admin');
    return true;
  } catch (error) {
    if (stop.aborted) await releaseFetch(source.name);
    else if (error instanceof RateServiceError) await recordFailure(source.name, error.message);
    else throw error;
    return false;
  }
}

/**
 * The lease ends after two minutes, in case the worker dies. The column has millisecond precision, so a stored now()
 * may have been rounded up by half a millisecond.
 */
async function claimFetch(source: string): Promise<{ fetchedAt: Date | null } | undefined> {
  const [claim] = await db().$queryRaw<{ fetchedAt: Date | null }[]>`
    INSERT INTO rate_services AS service (source, next_fetch_at, tried_at)
    VALUES (${source}, now() + interval '2 minutes', now())
    ON CONFLICT (source) DO UPDATE SET next_fetch_at = now() + interval '2 minutes', tried_at = now()
      WHERE service.next_fetch_at <= now() + interval '1 millisecond'
    RETURNING fetched_at AS "fetchedAt"`;
  return claim;
}

async function releaseFetch(source: string): Promise<void> {
  await db().$executeRaw`UPDATE rate_services SET next_fetch_at = now() WHERE source = ${source}`;
}

async function recordFailure(source: string, reason: string): Promise<void> {
  await db().$executeRaw`
    UPDATE rate_services SET error = ${reason}, failures = failures + 1,
      next_fetch_at = now() + LEAST(interval '1 minute' * 2 ^ LEAST(failures, 6), interval '1 hour')
    WHERE source = ${source}`;
  if (lastLogged?.reason === reason && Date.now() - lastLogged.at < HOUR_MS) return;
  lastLogged = { reason, at: Date.now() };
  logger().warn({ source, reason }, 'exchange rates could not be fetched');
}

const HOUR_MS = 60 * 60 * 1000;

/** The last logged failure; the same reason is logged once an hour. */
let lastLogged: { reason: string; at: number } | null = null;
