import type { Measured } from './measure-cases.ts';
import type { Group } from './scale-case.ts';
import { growth } from './statistics.ts';

export type SizeMeasured = { size: number; cases: readonly Measured[] };

/** At a million works: the p99 in milliseconds, and the growth of the median from the size before. */
const TARGETS: Readonly<Record<Group, { p99: number; growth: number }>> = {
  page: { p99: 25, growth: 1.5 },
  search: { p99: 80, growth: 3 },
  write: { p99: 15, growth: Number.POSITIVE_INFINITY },
  limit: { p99: Number.POSITIVE_INFINITY, growth: Number.POSITIVE_INFINITY },
};
const TARGET_SIZE = 1_000_000;

/** Prints one line for each case: p50 and p99 at each size, and the growth of the median from each size to the next. */
export function printTable(sizes: readonly SizeMeasured[]): void {
  const head = sizes.flatMap(({ size }, index) => [
    ...(index === 0 ? [] : ['×']),
    `${size.toLocaleString('en')}: p50`,
    'p99',
  ]);
  const lines = (sizes[0]?.cases ?? []).map(({ name }) => [name, ...cellsOf(sizes, name)]);
  const table = [['milliseconds', ...head], ...lines];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  for (const line of table) {
    const [name = '', ...cells] = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log([name, ...cells].join('  '));
  }
  const problems = [...problemsOf(sizes), ...sizes.flatMap(describeSequentialScans)];
  for (const problem of problems) console.log(problem);
  if (problems.length === 0) console.log('All targets are met, and no plan scans a growing table sequentially.');
}

function cellsOf(sizes: readonly SizeMeasured[], name: string): string[] {
  return sizes.flatMap((one, index) => {
    const [before, now] = [find(sizes[index - 1], name), find(one, name)];
    const times = growth(before?.p50, now?.p50);
    return [...(index === 0 ? [] : [number(times)]), number(now?.p50), number(now?.p99)];
  });
}

/** A sentence for each case that failed or missed its target. */
export function problemsOf(sizes: readonly SizeMeasured[]): string[] {
  return sizes.flatMap((one, index) =>
    one.cases.flatMap(({ name, group, p50, p99, failure }) => {
      const at = `${name}, ${one.size.toLocaleString('en')} works:`;
      if (failure !== null) return [`Failed: ${at} ${failure}`];
      const times = growth(find(sizes[index - 1], name)?.p50, p50);
      const target = TARGETS[group];
      const hasTarget = one.size >= TARGET_SIZE;
      return [
        ...(hasTarget && !(p99 < target.p99)
          ? [`Missed: ${at} p99 ${number(p99)} ms; target: under ${target.p99} ms.`]
          : []),
        ...(hasTarget && times !== null && !(times <= target.growth)
          ? [`Missed: ${at} ${number(times)} times as long; target: at most ${target.growth}.`]
          : []),
      ];
    }),
  );
}

/** One sentence for each table that plans scan sequentially, with the cases. */
export function describeSequentialScans({ size, cases }: SizeMeasured): string[] {
  const tables = [...new Set(cases.flatMap(({ sequentialScans }) => sequentialScans))];
  return tables.map((table) => {
    const names = cases.filter(({ sequentialScans }) => sequentialScans.includes(table)).map(({ name }) => name);
    return `Sequential scan at ${size.toLocaleString('en')} works: ${table}, by ${names.join(' · ')}.`;
  });
}

const find = (size: SizeMeasured | undefined, name: string) => size?.cases.find((one) => one.name === name);

const number = (value: number | null | undefined) =>
  value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 2 : 1);
