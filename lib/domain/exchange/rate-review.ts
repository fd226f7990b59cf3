import { formatDate } from '../format-date.ts';
import { daysSince, isStaleRate } from './conversion.ts';

/** A rate in use: units of the currency per euro, its day (YYYY-MM-DD) and its age in days. */
export type UsedRate = { currency: string; rate: string; day: string; age: number };

/** A rate that changed too much to be used before an admin has accepted it. */
export type HeldRate = {
  source: string;
  currency: string;
  day: string;
  rate: string;
  /**
   * The rate in use meanwhile: of the same day if this one is a correction, else the newest before it; null if none.
   */
  old: { rate: string; day: string } | null;
  /** Change from old to new in percent with one decimal, such as `-25.3`; null without an old rate. */
  moved: string | null;
};

/** State of the rate fetches. Times are ISO 8601 in UTC; null means not yet. */
export type FetchState = {
  triedAt: string | null;
  fetchedAt: string | null;
  nextFetchAt: string;
  /** Why the last attempt failed, in a sentence. */
  error: string | null;
  /** Failed attempts since the last success. */
  failures: number;
};

export type RateReview = {
  /** The service that rates are fetched from. `url` has no credentials, key or parameters. */
  service: { name: string; url: string };
  /** Null before the worker's first attempt. */
  fetching: FetchState | null;
  /** The source of the rates in use; differs from the service if it has no accepted rates yet; null without rates. */
  usedSource: string | null;
  /** The newest day (YYYY-MM-DD) of the rates in use. */
  day: string | null;
  /** Without the euro. */
  rates: UsedRate[];
  /** Newest first; `more` says that there are others that are not listed. */
  held: HeldRate[];
  more: boolean;
};

/** The age of the rates, short notes, and whether an admin has to look at them. */
export function summarizeRates(
  { fetching, day, held, more }: Pick<RateReview, 'fetching' | 'day' | 'held' | 'more'>,
  now: Date,
): { value: string; notes: string[]; isAlarming: boolean } {
  const problems = [
    ...(held.length > 0 ? [`${more ? 'more than ' : ''}${held.length} held back`] : []),
    ...(fetching?.error ? ['last fetch failed'] : []),
  ];
  return {
    value: day ? describeAgeInDays(daysSince(day, now)) : 'None yet',
    notes: [...(day ? [formatDate(day)] : []), ...problems],
    isAlarming: !day || isStaleRate(day, now) || problems.length > 0,
  };
}

function describeAgeInDays(age: number): string {
  if (age <= 0) return 'Today';
  return age === 1 ? '1 day old' : `${age} days old`;
}

/** `+28.1%`, `−25.3%`. */
export function describeChange(percent: string): string {
  return `${percent.startsWith('-') ? `−${percent.slice(1)}` : `+${percent}`}%`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `2 hours ago`, `in 5 minutes`, `now`. @param time ISO 8601 */
export function describeRelativeTime(time: string, now: Date): string {
  const difference = Date.parse(time) - now.getTime();
  const [unit, length] = UNITS.find(([, ms]) => Math.abs(difference) >= ms) ?? (['second', 1_000] as const);
  return new Intl.RelativeTimeFormat('en', { numeric: unit === 'second' ? 'auto' : 'always' }).format(
    Math.trunc(difference / length),
    unit,
  );
}
