import { db } from '#lib/db.ts';
import { announceTags } from '#lib/live/announce.ts';
import { activeSource } from './active-source.ts';
import { fetchDueRates } from './fetch-due-rates.ts';
import { refreshCurrentRates } from './refresh-current-rates.ts';
import { refreshPriceValues } from './refresh-price-values.ts';

/**
 * The worker's part in the exchange rates, to be called every few seconds: fetches them when it is time and puts them
 * into use, in quotes, on the cached pages and in the order of works by price, which also follows what an admin has
 * decided. The first call fetches at once, and finishes what was stored before but is not in use: after a crash, or
 * since another source was named.
 * @param stop ends a call early
 */
export function keepRates(stop: AbortSignal): () => Promise<void> {
  let hasBegun = false;
  let isInUse = false;
  /** What the values of prices follow; null while it is unknown, as after a failure when some of them had changed. */
  let followed: string | null = null;
  return async () => {
    if (!hasBegun) await fetchSoon();
    hasBegun = true;
    if (!isInUse) {
      await refreshCurrentRates();
      // Whether anything changed was known to whoever was cut off.
      await announceTags(['rates']);
    }
    // A failure in what follows is made good by the next call.
    isInUse = false;
    if ((await fetchDueRates(stop)) && (await refreshCurrentRates())) await announceTags(['rates']);
    isInUse = true;
    // Amounts on pages need not wait until a million works are in their new order.
    const rates = await ratesInUse();
    if (rates === followed) return;
    const mayHaveMoved = followed === null;
    followed = null;
    if ((await refreshPriceValues({ stop })) > 0 || mayHaveMoved) await announceTags(['rates']);
    if (!stop.aborted) followed = rates;
  };
}

async function ratesInUse(): Promise<string> {
  const [row] = await db().$queryRaw<[{ rates: string }]>`
    SELECT coalesce(string_agg(concat_ws(' ', currency, digits, rate), ', ' ORDER BY currency), '') AS rates FROM current_rates`;
  return row.rates;
}

/** Not when it was tried just now: a worker that starts again and again must not knock again and again. */
async function fetchSoon(): Promise<void> {
  await db().$executeRaw`
    UPDATE rate_services SET next_fetch_at = now()
    WHERE source = ${activeSource().name} AND next_fetch_at > now()
      AND (tried_at IS NULL OR tried_at < now() - interval '5 seconds')`;
}
