'use client';

import { useSyncExternalStore } from 'react';

export type BrowserViewer = { username: string; displayName: string; isAdmin: boolean; isModerator: boolean };

/** undefined: not known yet. */
let viewer: BrowserViewer | null | undefined;
/** What the cookie said when the viewer was last looked up; undefined: look it up again. */
let lookedUpFor: boolean | undefined;
const listeners = new Set<() => void>();

/** lib/auth/session.ts sets this cookie beside the session cookie, which scripts cannot read. */
export const hasSignedInCookie = (): boolean => /(?:^|; )(?:__Host-)?signed-in=1/.test(document.cookie);

function setViewer(next: BrowserViewer | null) {
  viewer = next;
  for (const listener of listeners) listener();
}

/** Asks the server once who is signed in. Without the cookie nobody is, and no request is sent. */
function lookUpViewer() {
  const isSignedIn = hasSignedInCookie();
  if (lookedUpFor === isSignedIn) return;
  lookedUpFor = isSignedIn;
  if (!isSignedIn) return setViewer(null);
  fetch('/api/viewer')
    .then((response) => (response.ok ? response.json() : { viewer: null }))
    .catch(() => ({ viewer: null }))
    .then((body: { viewer: BrowserViewer | null }) => {
      // Nobody in spite of the cookie: the session has ended, or the request failed. The next page asks again.
      if (body.viewer === null) lookedUpFor = undefined;
      setViewer(body.viewer);
    });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  lookUpViewer();
  return () => listeners.delete(listener);
}

/**
 * Looks the viewer up again, after signing in or out without a page load.
 * @param force asks the server even if the cookie has not changed, for example after a redirect to the sign-in page
 */
export function refreshViewer({ force = false } = {}) {
  if (force) lookedUpFor = undefined;
  lookUpViewer();
}

/** Who is signed in; undefined until that is known, null for nobody. Cached pages do not contain it. */
export function useViewer(): BrowserViewer | null | undefined {
  return useSyncExternalStore(
    subscribe,
    () => viewer,
    () => undefined,
  );
}
