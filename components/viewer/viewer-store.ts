'use client';

import { useSyncExternalStore } from 'react';

export type BrowserViewer = { username: string; displayName: string; isAdmin: boolean };

/** undefined: not known yet. */
let viewer: BrowserViewer | null | undefined;
let asked: string | undefined;
const listeners = new Set<() => void>();

/** The mark that lib/auth/session.ts sets beside the session; its value says nothing. */
const isMarked = () => /(?:^|; )signed-in=1/.test(document.cookie);

function set(next: BrowserViewer | null) {
  viewer = next;
  for (const listener of listeners) listener();
}

/** Asks the server once who is signed in, and nobody at all in a browser without the mark. */
function ask() {
  const state = isMarked() ? 'in' : 'out';
  if (asked === state) return;
  asked = state;
  if (state === 'out') return set(null);
  fetch('/api/viewer')
    .then((response) => (response.ok ? response.json() : { viewer: null }))
    .catch(() => ({ viewer: null }))
    .then((body: { viewer: BrowserViewer | null }) => {
      // Nobody, in spite of the mark: the session has been ended, or it is not known now. The next page asks again.
      if (body.viewer === null) asked = undefined;
      set(body.viewer);
    });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  ask();
  return () => listeners.delete(listener);
}

/**
 * Looks again, after signing in or out without a new page.
 * @param doubtful asks the server even if the mark has not changed, as where a page has sent somebody to sign in.
 */
export function refreshViewer({ doubtful = false } = {}) {
  if (doubtful) asked = undefined;
  ask();
}

/** Who is signed in here; undefined until it is known, null for nobody. Pages come from a cache and cannot say it. */
export function useViewer(): BrowserViewer | null | undefined {
  return useSyncExternalStore(
    subscribe,
    () => viewer,
    () => undefined,
  );
}
