const BASE_DELAY_MS = 5_000;
const MAX_DELAY_MS = 60 * 60 * 1000;

/** After this many failed attempts the order is flagged; retries continue. */
export const ATTEMPTS_BEFORE_FLAG = 5;

/** When to retry a refund after `attempts` failed ones: in 10 s, 20 s, 40 s, … up to an hour, plus or minus a fifth. */
export function retryAfter(attempts: number, now = Date.now()): Date {
  const delay = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempts);
  return new Date(now + delay * (0.8 + 0.4 * Math.random()));
}
