import { toRateUnits } from '#lib/domain/exchange/rate-decimal.ts';

/** What is stored for one source, currency and day (YYYY-MM-DD). Rates are decimals in the form of `parseRate`. */
export type StoredRate = {
  day: string;
  rate: string;
  state: 'accepted' | 'held' | 'discarded';
  /** What counts for the day while `rate` waits for an admin, or was not believed; null where nothing does. */
  acceptedRate: string | null;
};

/** After a longer gap, in days, there is nothing to compare with. */
const LONGEST_GAP = 10;

/**
 * What is to be stored for a rate that was fetched: held when it moved by more than a fifth, up or down, against what
 * counts for the same day or, where nothing does, for the newest day before it.
 * @param stored what is known of the currency, in any order
 * @returns null when nothing changes
 */
export function judgeRate(day: string, rate: string, stored: readonly StoredRate[]): StoredRate | null {
  const same = stored.find((row) => row.day === day);
  // Also where it is held or discarded: that is for an admin to change.
  if (same?.rate === rate) return null;
  const corrected = same ? countingRate(same) : null;
  const before = corrected ?? comparableRate(day, stored);
  return before !== null && isFar(rate, before)
    ? { day, rate, state: 'held', acceptedRate: corrected }
    : { day, rate, state: 'accepted', acceptedRate: null };
}

const countingRate = ({ state, rate, acceptedRate }: StoredRate) => (state === 'accepted' ? rate : acceptedRate);

/** The newest rate that counts before `day`, unless it is too old. One that does not count between them keeps it: what was not believed then is compared still. */
function comparableRate(day: string, stored: readonly StoredRate[]): string | null {
  const earlier = stored.filter((row) => row.day < day).sort((one, other) => (one.day < other.day ? 1 : -1));
  const index = earlier.findIndex((row) => countingRate(row) !== null);
  const newest = earlier[index];
  if (!newest) return null;
  return index > 0 || daysBetween(newest.day, day) <= LONGEST_GAP ? countingRate(newest) : null;
}

function daysBetween(one: string, other: string): number {
  return (Date.parse(other) - Date.parse(one)) / (24 * 60 * 60 * 1000);
}

/** More than a fifth above the other, or the other more than a fifth above it. */
function isFar(rate: string, before: string): boolean {
  const [one, other] = [toRateUnits(rate), toRateUnits(before)];
  return 5n * one > 6n * other || 5n * other > 6n * one;
}
