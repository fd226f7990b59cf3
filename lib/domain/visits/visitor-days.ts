/** A day in UTC, YYYY-MM-DD. */
export type Day = string;

/** One bar of a chart: how many people looked on this day. */
export type VisitorDay = { day: Day; visitors: number };

/** What an artist is told of one work, or of all. Somebody who comes on two days counts twice. */
export type VisitorFigures = {
  /** Since the beginning. */
  total: number;
  /** Of the last seven days, today included. */
  week: number;
  /** The last days without a gap, the oldest first. */
  days: VisitorDay[];
};

export const DAYS_OF_WEEK = 7;
/** How many days a chart shows. */
export const DAYS_OF_CHART = 30;

const MILLISECONDS = 86_400_000;

export const dayOf = (time: Date): Day => time.toISOString().slice(0, 10);

/** The moment at which a day begins; with `later`, so many days after it. */
export const startOf = (day: Day, later = 0): Date => new Date(Date.parse(`${day}T00:00:00Z`) + later * MILLISECONDS);

/** The last `count` days, the oldest first and `today` last. */
export function lastDays(today: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => dayOf(startOf(today, index + 1 - count)));
}

/**
 * The figures from the days on which somebody came.
 * @param known each day once, in any order; those outside the chart do not count.
 */
export function visitorFigures(total: number, known: readonly VisitorDay[], today: Day): VisitorFigures {
  const byDay = new Map(known.map(({ day, visitors }) => [day, visitors]));
  const days = lastDays(today, DAYS_OF_CHART).map((day) => ({ day, visitors: byDay.get(day) ?? 0 }));
  const week = days.slice(-DAYS_OF_WEEK).reduce((sum, { visitors }) => sum + visitors, 0);
  return { total, week, days };
}

/** Where a chart's scale ends: the smallest of 2, 4, 10, 20, 40, 100 … that no day is above, so that its half is whole. */
export function chartTop(days: readonly VisitorDay[]): number {
  const most = Math.max(0, ...days.map(({ visitors }) => visitors));
  for (let power = 1; ; power *= 10) {
    for (const step of [2, 4, 10]) if (step * power >= most) return step * power;
  }
}

/** How high a bar stands, in percent of the scale; the fewest visitors can still be seen. */
export function barHeight(visitors: number, top: number): number {
  return visitors === 0 ? 0 : Math.max(2, (visitors / top) * 100);
}
