import { toRateUnits } from '#lib/domain/exchange/rate-decimal.ts';

/** What is stored for one source, currency and day (YYYY-MM-DD). Rates are decimals in the form of `parseRate`. */
export type StoredRate = {
  day: string;
  rate: string;
  state: 'accepted' | 'held' | 'discarded';
  /** The rate used for the day while `rate` is held or after it was discarded; null if there is none. */
  acceptedRate: string | null;
};

/** An older rate is not used for comparison. */
const MAX_GAP_DAYS = 10;

/**
 * The row to store for a fetched rate: held if it differs by more than a fifth, up or down, from the rate used for the
 * same day or, if there is none, for the newest day before it.
 * @param stored the currency's rows, in any order
 * @returns null if nothing changes
 */
export function judgeRate(day: string, rate: string, stored: readonly StoredRate[]): StoredRate | null {
  const same = stored.find((row) => row.day === day);
  // Even if it is held or discarded: only an admin changes that.
  if (same?.rate === rate) return null;
  const usedSameDay = same ? usedRate(same) : null;
  const reference = usedSameDay ?? comparableRate(day, stored);
  return reference !== null && isTooFar(rate, reference)
    ? { day, rate, state: 'held', acceptedRate: usedSameDay }
    : { day, rate, state: 'accepted', acceptedRate: null };
}

const usedRate = ({ state, rate, acceptedRate }: StoredRate) => (state === 'accepted' ? rate : acceptedRate);

/**
 * The newest used rate before `day`, unless it is too old. Held or discarded rates in between lift the age limit: what
 * was not accepted then must not pass unchecked now.
 */
function comparableRate(day: string, stored: readonly StoredRate[]): string | null {
  const earlier = stored.filter((row) => row.day < day).sort((one, other) => (one.day < other.day ? 1 : -1));
  const index = earlier.findIndex((row) => usedRate(row) !== null);
  const newest = earlier[index];
  if (!newest) return null;
  return index > 0 || daysBetween(newest.day, day) <= MAX_GAP_DAYS ? usedRate(newest) : null;
}

function daysBetween(one: string, other: string): number {
  return (Date.parse(other) - Date.parse(one)) / (24 * 60 * 60 * 1000);
}

/** Whether one rate is more than a fifth above the other. */
function isTooFar(rate: string, reference: string): boolean {
  const [one, other] = [toRateUnits(rate), toRateUnits(reference)];
  return 5n * one > 6n * other || 5n * other > 6n * one;
}
