'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { openReconnectingEventSource } from './reconnecting-event-source.ts';

/** Refreshes the order's page when the order has changed, and after each new connection. */
export function OrderLive({ orderId }: { orderId: string }) {
  const router = useRouter();
  useEffect(() => {
    return openReconnectingEventSource(`/api/live?order=${orderId}`, (source) => {
      // On `open` too: the order may have changed while no stream was open.
      for (const event of ['open', 'order']) source.addEventListener(event, () => router.refresh());
    });
  }, [orderId, router]);
  return null;
}
