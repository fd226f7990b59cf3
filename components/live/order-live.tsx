'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { followLive } from './follow-live.ts';

/** Draws the order's page anew whenever the order has changed, and once after a lost connection. */
export function OrderLive({ orderId }: { orderId: string }) {
  const router = useRouter();
  useEffect(() => {
    return followLive(`/api/live?order=${orderId}`, (source) => {
      // On open too: the order may have changed between the page and the stream.
      for (const event of ['open', 'order']) source.addEventListener(event, () => router.refresh());
    });
  }, [orderId, router]);
  return null;
}
