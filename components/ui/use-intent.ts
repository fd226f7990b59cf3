'use client';

import { type PointerEvent, useEffect, useRef, useState } from 'react';

/** A pointer that only passes by is no wish, milliseconds. */
const PASSES = 60;

/**
 * Fetches a cached page ahead when somebody is about to open it: a mouse that rests on the link, or a finger that
 * touches it. Only links that are meant are followed, and robots mean none.
 * @returns properties of a Next link.
 */
export function useIntent() {
  const [isMeant, setMeant] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const forget = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask() {
    const { connection } = navigator as { connection?: { saveData?: boolean } };
    if (!connection?.saveData) setMeant(true);
  }

  return {
    prefetch: isMeant,
    onPointerEnter({ pointerType }: PointerEvent) {
      if (pointerType !== 'touch') timer.current = setTimeout(ask, PASSES);
    },
    onPointerLeave: forget,
    onTouchStart: ask,
  };
}
