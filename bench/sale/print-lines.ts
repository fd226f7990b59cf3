import type { Line } from './measure.ts';

const LEAST_RATIO = 0.5;

/** What was reached beside its limit, and in words which aims were missed. */
export function printLines(lines: readonly Line[]): void {
  const rows = lines.map(({ name, rate, limit, limitRate }) => [
    name,
    {
      'a second': Math.round(rate),
      limit,
      'limit a second': Math.round(limitRate),
      ratio: Number((rate / limitRate).toFixed(2)),
    },
  ]);
  console.table(Object.fromEntries(rows));
  for (const { name, rate, limitRate } of lines) {
    const ratio = rate / limitRate;
    if (ratio < LEAST_RATIO)
      console.log(`Missed: ${name} reach ${ratio.toFixed(2)} of their limit; the aim is at least ${LEAST_RATIO}.`);
  }
}
