'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** A time of day on the reader's own clock; the cached page, which knows no clock of his, says it in UTC. */
export function HeldUntil({ time }: { time: string }) {
  const text = useSyncExternalStore(
    never,
    () => new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
    () => `${time.slice(11, 16)} UTC`,
  );
  return <time dateTime={time}>{text}</time>;
}
