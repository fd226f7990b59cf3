'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Draws the order's page anew whenever the order has changed, and once after a lost connection. */
export function OrderLive({ orderId }: { orderId: string }) {
  const router = useRouter();
  useEffect(() => {
    const source = new EventSource(`/api/live?order=${orderId}`);
    // On open too: the order may have changed between the page and the stream.
    source.onopen = () => router.refresh();
    source.addEventListener('order', () => router.refresh());
    return () => source.close();
  }, [orderId, router]);
  return null;
}
