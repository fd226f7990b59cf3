/** The percentile `share`: 0.5 is the median, 0.99 the p99. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** `after` as a multiple of `before`; null if there is nothing to compare. */
export function growth(before: number | undefined, after: number | undefined): number | null {
  return before === undefined || after === undefined || !(before > 0) ? null : after / before;
}
