/** Rates change once a day, so a minute in a cache does no harm. */
export const RATES_HEADERS = { 'cache-control': 'public, max-age=60' };
