/** A list in one piece is better than one that comes late, milliseconds. */
const PATIENCE = 2_000;

/** The currencies that prices can be converted to; null when none are known, or no answer comes in time. */
export async function askQuotable(): Promise<ReadonlySet<string> | null> {
  try {
    const response = await fetch('/api/rates', { signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return null;
    const { base, rates }: { base: string; rates: object } = await response.json();
    return new Set([base, ...Object.keys(rates)]);
  } catch {
    return null;
  }
}
