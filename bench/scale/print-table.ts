import type { Measured } from './measure-cases.ts';
import type { Group } from './scale-case.ts';
import { growth } from './statistics.ts';

export type SizeMeasured = { size: number; cases: readonly Measured[] };

/** At a million works: milliseconds that ninety-nine of a hundred stay under, and the growth of the middle one. */
const AIMS: Readonly<Record<Group, { p99: number; growth: number }>> = {
  page: { p99: 25, growth: 1.5 },
  search: { p99: 80, growth: 3 },
  write: { p99: 15, growth: Number.POSITIVE_INFINITY },
  limit: { p99: Number.POSITIVE_INFINITY, growth: Number.POSITIVE_INFINITY },
};
const AIMED_SIZE = 1_000_000;

/** One line for each case: both times at each size, and the growth of the middle one from each size to the next. */
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
  const problems = [...problemsOf(sizes), ...sizes.flatMap(readWholeIn)];
  for (const problem of problems) console.log(problem);
  if (problems.length === 0) console.log('All aims are met, and no plan reads a table of works whole.');
}

function cellsOf(sizes: readonly SizeMeasured[], name: string): string[] {
  return sizes.flatMap((one, index) => {
    const [before, now] = [find(sizes[index - 1], name), find(one, name)];
    const times = growth(before?.p50, now?.p50);
    return [...(index === 0 ? [] : [number(times)]), number(now?.p50), number(now?.p99)];
  });
}

/** Sentences on what failed or missed its aim. */
export function problemsOf(sizes: readonly SizeMeasured[]): string[] {
  return sizes.flatMap((one, index) =>
    one.cases.flatMap(({ name, group, p50, p99, failure }) => {
      const at = `${name}, ${one.size.toLocaleString('en')} works:`;
      if (failure !== null) return [`Failed: ${at} ${failure}`];
      const times = growth(find(sizes[index - 1], name)?.p50, p50);
      const aim = AIMS[group];
      const isAimed = one.size >= AIMED_SIZE;
      return [
        ...(isAimed && !(p99 < aim.p99)
          ? [`Missed: ${at} p99 ${number(p99)} ms; the aim is under ${aim.p99} ms.`]
          : []),
        ...(isAimed && times !== null && !(times <= aim.growth)
          ? [`Missed: ${at} ${number(times)} times as long; the aim is at most ${aim.growth}.`]
          : []),
      ];
    }),
  );
}

/** For each table that plans read whole, one sentence with the cases. */
export function readWholeIn({ size, cases }: SizeMeasured): string[] {
  const tables = [...new Set(cases.flatMap(({ readWhole }) => readWhole))];
  return tables.map((table) => {
    const names = cases.filter(({ readWhole }) => readWhole.includes(table)).map(({ name }) => name);
    return `Read whole at ${size.toLocaleString('en')} works: ${table}, by ${names.join(' · ')}.`;
  });
}

const find = (size: SizeMeasured | undefined, name: string) => size?.cases.find((one) => one.name === name);

const number = (value: number | null | undefined) =>
  value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 2 : 1);
