import { DECISIONS, REASON_KEYS } from './report.ts';

/** What happened in one month, for a report to the public (DSA, article 24). */
export type ReportMonth = {
  /** YYYY-MM, in UTC. */
  month: string;
  /** Reports by reason, and decisions by kind; a missing one is none. */
  reports: Readonly<Record<string, number>>;
  decisions: Readonly<Record<string, number>>;
  /** Notices of rights holders, which are reports too. */
  notices: number;
  answers: number;
  counterNotices: number;
  /** Between report and decision, of decisions about reports; null without one. */
  medianHours: number | null;
};

/** One kind of figure: what it counts, and where. */
export type ReportFigure = { month: string; kind: string; name: string; count: number };

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, each) => total + each, 0);

/** The months that have a figure, the newest first. @param medians hours by month */
export function reportMonths(figures: readonly ReportFigure[], medians: ReadonlyMap<string, number>): ReportMonth[] {
  const months = [...new Set(figures.map(({ month }) => month))].sort().reverse();
  return months.map((month) => {
    const counts = (kind: string) =>
      Object.fromEntries(
        figures.filter((each) => each.month === month && each.kind === kind).map(({ name, count }) => [name, count]),
      );
    return {
      ...{ month, reports: counts('report'), decisions: counts('decision'), notices: sum(counts('notice')) },
      ...{ answers: sum(counts('answer')), counterNotices: sum(counts('counter')) },
      medianHours: medians.get(month) ?? null,
    };
  });
}

/** The columns of the table and of the file, each with its figure. */
export const MONTH_COLUMNS: readonly (readonly [name: string, figure: (month: ReportMonth) => number | null])[] = [
  ['reports', ({ reports }) => sum(reports)],
  ...REASON_KEYS.map((reason) => [`reports: ${reason}`, ({ reports }: ReportMonth) => reports[reason] ?? 0] as const),
  ['notices of rights holders', ({ notices }) => notices],
  ...DECISIONS.map(
    (decision) => [`decisions: ${decision}`, ({ decisions }: ReportMonth) => decisions[decision] ?? 0] as const,
  ),
  ['median hours to a decision', ({ medianHours }) => medianHours],
  ['answers', ({ answers }) => answers],
  ['counter-notices', ({ counterNotices }) => counterNotices],
];
