'use client';

import { useEffect, useState } from 'react';
import { setLiveStatus } from '#components/live/live-store.ts';
import type { HoldState, OwnHold } from '#lib/domain/sale/own-hold.ts';

/** lib/auth sets these cookies beside those that scripts cannot read. Anybody else has no hold, and asks nothing. */
const mayHaveHold = () => /(?:^|; )(?:__Host-)?(?:buying|signed-in)=1/.test(document.cookie);

async function loadState(slug: string): Promise<HoldState | null> {
  const response = await fetch(`/posts/${slug}/hold`).catch(() => null);
  return response?.ok ? response.json() : null;
}

/**
 * The visitor's own hold on a work, which a cached page cannot know; null for all others and until the shop has
 * replied.
 * @param heldUntil when the hold of the open checkout ends, the visitor's or another's; null without one.
 */
export function useOwnHold(slug: string, heldUntil: string | null): OwnHold | null {
  const [own, setOwn] = useState<OwnHold | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (state: HoldState | null) => isCurrent && setOwn(state?.own ?? null);
    if (heldUntil === null) show(null);
    else if (mayHaveHold()) void loadState(slug).then(show);
    // Back from the payment page the browser may show the page as it left it, without the live updates in between.
    const reload = async ({ persisted }: PageTransitionEvent) => {
      const state = persisted ? await loadState(slug) : null;
      if (state) setLiveStatus(state);
      if (state) show(state);
    };
    window.addEventListener('pageshow', reload);
    return () => {
      isCurrent = false;
      window.removeEventListener('pageshow', reload);
    };
  }, [slug, heldUntil]);
  return own;
}
