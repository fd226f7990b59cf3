'use client';

import { useSyncExternalStore } from 'react';
import { formatLocalTime, formatTime } from '#lib/domain/format-date.ts';

const subscribe = () => () => {};

/** A time of day in the browser's time zone. The server does not know that zone, so the HTML has the time in UTC. */
export function LocalTime({ time }: { time: string }) {
  const text = useSyncExternalStore(
    subscribe,
    () => formatLocalTime(time),
    () => formatTime(time),
  );
  return <time dateTime={time}>{text}</time>;
}
