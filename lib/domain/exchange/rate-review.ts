import { daysSince, formatDay, isOldRate } from './conversion.ts';

/** A rate in use: units of the currency for one euro, its day (YYYY-MM-DD) and how many days ago that was. */
export type UsedRate = { currency: string; rate: string; day: string; age: number };

/** A rate that moved too far to be believed without a person. */
export type HeldRate = {
  source: string;
  currency: string;
  day: string;
  rate: string;
  /** What counts meanwhile: for the same day where this is a correction, else the newest before it; null where nothing does. */
  old: { rate: string; day: string } | null;
  /** Per cent from old to new with one decimal, such as `-25.3`; null without an old one. */
  moved: string | null;
};

/** How fetching goes. Times are ISO 8601 in UTC, null for what has not been yet. */
export type FetchState = {
  triedAt: string | null;
  fetchedAt: string | null;
  nextFetchAt: string;
  /** Why the last attempt failed, in a sentence. */
  error: string | null;
  /** Attempts that failed since the last that brought rates. */
  failures: number;
};

export type RateReview = {
  /** The service that rates are fetched from. Its address is without user, key and parameters. */
  service: { name: string; url: string };
  /** Null before the worker has tried for the first time. */
  fetching: FetchState | null;
  /** Whose rates are in use: another than the service's where none of its own are known; null where there are none. */
  usedSource: string | null;
  /** The newest day (YYYY-MM-DD) of those in use. */
  day: string | null;
  /** Without the euro itself. */
  rates: UsedRate[];
  /** The newest first; with `more`, there are others that are not listed. */
  held: HeldRate[];
  more: boolean;
};

/** The age of the rates, what else there is to say in a few words each, and whether somebody must look at them. */
export function summariseRates(
  { fetching, day, held, more }: Pick<RateReview, 'fetching' | 'day' | 'held' | 'more'>,
  now: Date,
): { value: string; notes: string[]; isAlarming: boolean } {
  const problems = [
    ...(held.length > 0 ? [`${more ? 'more than ' : ''}${held.length} held back`] : []),
    ...(fetching?.error ? ['last fetch failed'] : []),
  ];
  return {
    value: day ? describeAgeInDays(daysSince(day, now)) : 'None yet',
    notes: [...(day ? [formatDay(day)] : []), ...problems],
    isAlarming: !day || isOldRate(day, now) || problems.length > 0,
  };
}

function describeAgeInDays(age: number): string {
  if (age <= 0) return 'Of today';
  return age === 1 ? '1 day old' : `${age} days old`;
}

/** `+28.1 %`, `−25.3 %`. */
export function describeMove(moved: string): string {
  return `${moved.startsWith('-') ? `−${moved.slice(1)}` : `+${moved}`} %`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `2 hours ago`, `in 5 minutes`, `now`. @param time ISO 8601 */
export function describeMoment(time: string, now: Date): string {
  const away = Date.parse(time) - now.getTime();
  const [unit, length] = UNITS.find(([, one]) => Math.abs(away) >= one) ?? (['second', 1_000] as const);
  return new Intl.RelativeTimeFormat('en', { numeric: unit === 'second' ? 'auto' : 'always' }).format(
    Math.trunc(away / length),
    unit,
  );
}
