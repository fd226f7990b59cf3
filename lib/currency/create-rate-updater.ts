import { db } from '#lib/db.ts';
import { announceTags } from '#lib/live/announce.ts';
import { activeSource } from './active-source.ts';
import { fetchDueRates } from './fetch-due-rates.ts';
import { refreshCurrentRates } from './refresh-current-rates.ts';
import { refreshPriceValues } from './refresh-price-values.ts';

/**
 * A function to call every few seconds: it fetches exchange rates when due and puts them into use, in quotes, on cached
 * pages and in the order of works by price. That order also follows admins' decisions. The first call fetches at once,
 * and puts stored rates into use that are not yet, after a crash or a change of the source.
 * @param stop ends a call early
 */
export function createRateUpdater(stop: AbortSignal): () => Promise<void> {
  let hasStarted = false;
  let isInUse = false;
  /** The rates behind all price values; null if unknown, for example after a failure that left some of them changed. */
  let appliedRates: string | null = null;
  return async () => {
    if (!hasStarted) await fetchSoon();
    hasStarted = true;
    if (!isInUse) {
      await refreshCurrentRates();
      // Always announced: an interrupted call may have changed rates without announcing them.
      await announceTags(['rates']);
    }
    // If the following fails, the next call repeats it.
    isInUse = false;
    if ((await fetchDueRates(stop)) && (await refreshCurrentRates())) await announceTags(['rates']);
    isInUse = true;
    // Announced first: amounts on pages need not wait until a million works are sorted again.
    const rates = await storedCurrentRates();
    if (rates === appliedRates) return;
    const mayHaveChanged = appliedRates === null;
    appliedRates = null;
    if ((await refreshPriceValues({ stop })) > 0 || mayHaveChanged) await announceTags(['rates']);
    if (!stop.aborted) appliedRates = rates;
  };
}

async function storedCurrentRates(): Promise<string> {
  const [row] = await db().$queryRaw<[{ rates: string }]>`
    SELECT coalesce(string_agg(concat_ws(' ', currency, digits, rate), ', ' ORDER BY currency), '') AS rates
    FROM current_rates`;
  return row.rates;
}

/** Not within five seconds of the last attempt, so that a crash-looping worker does not flood the service. */
async function fetchSoon(): Promise<void> {
  await db().$executeRaw`
    UPDATE rate_services SET next_fetch_at = now()
    WHERE source = ${activeSource().name} AND next_fetch_at > now()
      AND (tried_at IS NULL OR tried_at < now() - interval '5 seconds')`;
}
