const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds between a failed attempt and the next one, as the Standard Webhooks specification proposes: three days and a bit. */
export const RETRY_SECONDS = [
  ...[5, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
] as const;

/** So often a delivery is attempted; then it is given up. */
export const MAX_ATTEMPTS = RETRY_SECONDS.length + 1;

/** An endpoint at which every attempt has failed for so long is switched off. Less than all delays together. */
export const FAILING_SECONDS = 72 * HOUR;

/** The previous secret signs as well for so long. */
export const PREVIOUS_SECRET_SECONDS = 24 * HOUR;

const JITTER = 0.1;

/**
 * Seconds until the next attempt, up to a tenth more than the schedule says, so that the failures of one moment do not all
 * come again at one moment.
 * @param attempts how many have failed. @param random from 0 to 1
 * @returns null after the last one
 */
export function retryAfterSeconds(attempts: number, random = Math.random()): number | null {
  const seconds = RETRY_SECONDS[attempts - 1];
  return seconds === undefined ? null : seconds * (1 + JITTER * random);
}
