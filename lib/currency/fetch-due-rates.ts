import { db } from '#lib/db.ts';
import { logger } from '#lib/logger.ts';
import { activeSource, type RateSource } from './active-source.ts';
import { fetchRates } from './fetch-rates.ts';
import { RateServiceError } from './published-rates.ts';
import { storeRates } from './store-rates.ts';

/**
 * Fetches the active source's rates when it is time: an hour after they came, and after the n-th failure in a row one,
 * two, four … minutes, at most an hour. Of several workers one does. A failure is kept for the admin and changes nothing else.
 * @param stop ends the fetching early, so that another worker may begin
 * @returns whether rates were stored; `keepRates` puts them into use
 * @throws when the database does not answer; it is then tried again in two minutes
 */
export async function fetchDueRates(stop: AbortSignal, source: RateSource = activeSource()): Promise<boolean> {
  const taken = await takeTurn(source.name);
  if (!taken) return false;
  try {
    const days = await fetchRates(source, taken.fetchedAt === null, stop);
    const { changed, held } = await storeRates(source.name, days);
    logged = null;
    logger().info({ source: source.name, day: days.at(-1)?.day, changed }, 'exchange rates fetched');
    if (held.length > 0)
      logger().warn({ source: source.name, held }, 'exchange rates moved too far and wait for an admin');
    return true;
  } catch (error) {
    if (stop.aborted) await giveTurnBack(source.name);
    else if (error instanceof RateServiceError) await recordFailure(source.name, error.message);
    else throw error;
    return false;
  }
}

/**
 * The turn lasts two minutes, so that a worker that died does not keep it. The column keeps whole milliseconds, so a
 * time that was just now may stand there as up to half of one from now.
 */
async function takeTurn(source: string): Promise<{ fetchedAt: Date | null } | undefined> {
  const [taken] = await db().$queryRaw<{ fetchedAt: Date | null }[]>`
    INSERT INTO rate_services AS service (source, next_fetch_at, tried_at)
    VALUES (${source}, now() + interval '2 minutes', now())
    ON CONFLICT (source) DO UPDATE SET next_fetch_at = now() + interval '2 minutes', tried_at = now()
      WHERE service.next_fetch_at <= now() + interval '1 millisecond'
    RETURNING fetched_at AS "fetchedAt"`;
  return taken;
}

async function giveTurnBack(source: string): Promise<void> {
  await db().$executeRaw`UPDATE rate_services SET next_fetch_at = now() WHERE source = ${source}`;
}

async function recordFailure(source: string, reason: string): Promise<void> {
  await db().$executeRaw`
    UPDATE rate_services SET error = ${reason}, failures = failures + 1,
      next_fetch_at = now() + LEAST(interval '1 minute' * 2 ^ LEAST(failures, 6), interval '1 hour')
    WHERE source = ${source}`;
  if (logged?.reason === reason && Date.now() - logged.at < HOUR) return;
  logged = { reason, at: Date.now() };
  logger().warn({ source, reason }, 'exchange rates could not be fetched');
}

const HOUR = 60 * 60 * 1000;

/** The failure that was logged last, while it goes on. */
let logged: { reason: string; at: number } | null = null;
