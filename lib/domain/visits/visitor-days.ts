/** A day in UTC, YYYY-MM-DD. */
export type Day = string;

/** One bar of a chart. */
export type VisitorDay = { day: Day; visitors: number };

/** Visitors of one work or of all works of an artist. A visitor who comes on two days counts twice. */
export type VisitorFigures = {
  /** All time. */
  total: number;
  /** The last seven days, including today. */
  week: number;
  /** The last DAYS_OF_CHART days without gaps, oldest first. */
  days: VisitorDay[];
};

export const DAYS_OF_WEEK = 7;
export const DAYS_OF_CHART = 30;

const DAY_MS = 86_400_000;

export const dayOf = (time: Date): Day => time.toISOString().slice(0, 10);

/** The moment at which a day begins, or at which the day `plusDays` later begins. */
export const startOfDay = (day: Day, plusDays = 0): Date =>
  new Date(Date.parse(`${day}T00:00:00Z`) + plusDays * DAY_MS);

/** The last `count` days, oldest first, `today` last. */
export function lastDays(today: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => dayOf(startOfDay(today, index + 1 - count)));
}

/** @param known days with visitors, each once, in any order; days outside the chart are ignored. */
export function visitorFigures(total: number, known: readonly VisitorDay[], today: Day): VisitorFigures {
  const byDay = new Map(known.map(({ day, visitors }) => [day, visitors]));
  const days = lastDays(today, DAYS_OF_CHART).map((day) => ({ day, visitors: byDay.get(day) ?? 0 }));
  const week = days.slice(-DAYS_OF_WEEK).reduce((sum, { visitors }) => sum + visitors, 0);
  return { total, week, days };
}

/**
 * The top of a chart's scale: the smallest of 2, 4, 10, 20, 40, 100 … that no day exceeds. Half of it is an integer.
 */
export function chartTop(days: readonly VisitorDay[]): number {
  const maximum = Math.max(0, ...days.map(({ visitors }) => visitors));
  for (let power = 1; ; power *= 10) {
    for (const step of [2, 4, 10]) if (step * power >= maximum) return step * power;
  }
}

/** The height of a bar in percent of the scale; even the smallest bar is visible. */
export function barHeight(visitors: number, top: number): number {
  return visitors === 0 ? 0 : Math.max(2, (visitors / top) * 100);
}
