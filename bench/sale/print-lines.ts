import type { Line } from './measure.ts';

const MIN_RATIO = 0.5;

/** Prints each rate beside its limit, and a sentence for each missed target. */
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
    if (ratio < MIN_RATIO)
      console.log(`Missed: ${name}: ${ratio.toFixed(2)} of the limit; target: at least ${MIN_RATIO}.`);
  }
}
