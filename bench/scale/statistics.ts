/** The value that `share` of all are at most: 0.5 for the middle one, 0.99 for the slowest but one in a hundred. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** How many times as much `after` is; null when there is nothing to compare. */
export function growth(before: number | undefined, after: number | undefined): number | null {
  return before === undefined || after === undefined || !(before > 0) ? null : after / before;
}
