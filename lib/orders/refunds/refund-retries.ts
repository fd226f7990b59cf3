const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 60 * 60 * 1000;

/** After so many refusals an admin is told; the tries go on. */
export const ATTEMPTS_BEFORE_FLAG = 5;

/** When to try a refund again after `attempts` refusals: 10 s, 20 s, 40 s … one hour, a fifth more or less. */
export function retryAfter(attempts: number, now = Date.now()): Date {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts);
  return new Date(now + wait * (0.8 + 0.4 * Math.random()));
}
