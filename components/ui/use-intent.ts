'use client';

import { useRouter } from 'next/navigation';
import { type PointerEvent, useEffect, useRef } from 'react';

/** A pointer that only passes by is no wish, milliseconds. */
const PASSES = 60;

/**
 * Fetches a cached page ahead when somebody is about to open it: a mouse that rests on the link, or a finger that
 * touches it. Only links that are meant are followed, and robots mean none.
 * @returns handlers for the link.
 */
export function useIntent(href: string) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const forget = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask() {
    const { connection } = navigator as { connection?: { saveData?: boolean } };
    if (!connection?.saveData) router.prefetch(href);
  }

  return {
    onPointerEnter({ pointerType }: PointerEvent) {
      if (pointerType !== 'touch') timer.current = setTimeout(ask, PASSES);
    },
    onPointerLeave: forget,
    onTouchStart: ask,
  };
}
