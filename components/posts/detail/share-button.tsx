'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';

/** Hands the page's URL to what the device shares with; elsewhere copies it. No other site takes part. */
export function ShareButton({ title }: { title: string }) {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);

  async function share() {
    const url = location.origin + location.pathname;
    if (typeof navigator.share === 'function') {
      // It also rejects when the visitor decides against it.
      await navigator.share({ title, url }).catch(() => undefined);
      return;
    }
    await navigator.clipboard.writeText(url).then(
      () => setResult('copied'),
      () => setResult('failed'),
    );
  }

  return (
    <span className="noscript:hidden">
      <Button variant="quiet" onClick={share}>
        Share
      </Button>
      <span role="status" className="ml-3 text-sm text-quiet">
        {result === 'copied' && 'Link copied'}
        {result === 'failed' && 'Copy the link from the address bar.'}
      </span>
    </span>
  );
}
