'use client';

import { useEffect, useState } from 'react';
import { BASE_CURRENCY } from '#lib/domain/quote.ts';

/** The currencies that prices can be converted to; null until it is known. */
export function useQuotable(): ReadonlySet<string> | null {
  const [quotable, setQuotable] = useState<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    fetch('/api/rates', { signal: asking.signal })
      .then((response) => (response.ok ? response.json() : { rates: {} }))
      .then(({ rates }: { rates: object }) => setQuotable(new Set([BASE_CURRENCY, ...Object.keys(rates)])))
      // Without an answer all stand in one list.
      .catch(() => {});
    return () => asking.abort();
  }, []);
  return quotable;
}
