/** After this the picker opens with one undivided list rather than keep the visitor waiting. */
const TIMEOUT_MS = 2_000;

/** The currencies that prices can be converted to; null if none are known or the request fails or times out. */
export async function fetchQuotableCurrencies(): Promise<ReadonlySet<string> | null> {
  try {
    const response = await fetch('/api/rates', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) return null;
    const { base, rates }: { base: string; rates: object } = await response.json();
    return new Set([base, ...Object.keys(rates)]);
  } catch {
    return null;
  }
}
