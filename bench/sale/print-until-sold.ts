import type { UntilSold } from './until-sold.ts';

/** Milliseconds that ninety-nine of a hundred may take at most. */
const AIMS = { database: 250, page: 1_000 };

/** The times from a webhook to the sale, and in words which aims were missed. */
export function printUntilSold({ ratePerSecond, inDatabase, heardByPage, shownOnPage, missing }: UntilSold): void {
  console.log(`\nFrom a webhook to the sale, ${Math.round(ratePerSecond)} webhooks a second, milliseconds:`);
  const row = (times: number[], aim: number) => ({
    sales: times.length,
    p50: Math.round(quantile(times, 0.5)),
    p99: Math.round(quantile(times, 0.99)),
    longest: Math.round(Math.max(...times)),
    'aim, p99': aim,
  });
  console.table({
    'sold in the database': row(inDatabase, AIMS.database),
    'heard by an open page': row(heardByPage, AIMS.page),
    'shown on an open page': row(shownOnPage, AIMS.page),
  });
  const checks: [string, number[], number][] = [
    ['sold in the database', inDatabase, AIMS.database],
    ['heard by an open page', heardByPage, AIMS.page],
    ['shown on an open page', shownOnPage, AIMS.page],
  ];
  for (const [name, times, aim] of checks) {
    const p99 = quantile(times, 0.99);
    if (!(p99 < aim)) console.log(`Missed: ${name} after ${Math.round(p99)} ms (p99); the aim is under ${aim} ms.`);
  }
  if (missing > 0) console.log(`Missed: ${missing} sales were not there a minute later.`);
}

function quantile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
