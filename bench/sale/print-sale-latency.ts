import type { SaleLatency } from './sale-latency.ts';

/** Milliseconds, p99. */
const TARGETS = { database: 250, page: 1_000 };

/** Prints the times from a webhook to the sale, and a sentence for each missed target. */
export function printSaleLatency({
  ratePerSecond,
  inDatabase,
  receivedByPage,
  shownOnPage,
  missing,
}: SaleLatency): void {
  console.log(`\nFrom a webhook to the sale, ${Math.round(ratePerSecond)} webhooks a second, milliseconds:`);
  const row = (times: number[], target: number) => ({
    sales: times.length,
    p50: Math.round(quantile(times, 0.5)),
    p99: Math.round(quantile(times, 0.99)),
    longest: Math.round(Math.max(...times)),
    'target, p99': target,
  });
  console.table({
    'sold in the database': row(inDatabase, TARGETS.database),
    'received by an open page': row(receivedByPage, TARGETS.page),
    'shown on an open page': row(shownOnPage, TARGETS.page),
  });
  const checks: [string, number[], number][] = [
    ['sold in the database', inDatabase, TARGETS.database],
    ['received by an open page', receivedByPage, TARGETS.page],
    ['shown on an open page', shownOnPage, TARGETS.page],
  ];
  for (const [name, times, target] of checks) {
    const p99 = quantile(times, 0.99);
    if (!(p99 < target)) console.log(`Missed: ${name} after ${Math.round(p99)} ms (p99); target: under ${target} ms.`);
  }
  if (missing > 0) console.log(`Missed: ${missing} sales were not in the database a minute later.`);
}

function quantile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
