'use client';

import { useEffect, useSyncExternalStore } from 'react';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import { openReconnectingEventSource } from './reconnecting-event-source.ts';

export type LiveStatus = { status: PostStatus; heldUntil: string | null; isHidden?: boolean };
type LiveArtist = { username: string; isHidden: boolean };

const statuses = new Map<string, LiveStatus>();
/** Artists whose works were hidden since this page was loaded. */
const hiddenArtists = new Set<string>();
const listeners = new Set<() => void>();
const CHANNEL = 'live';
let started = false;

/** Shows a post's state, from a live update or from the page's own request. */
export function setLiveStatus(post: { id: string } & LiveStatus) {
  const { status, heldUntil, isHidden = false } = post;
  statuses.set(post.id, { status, heldUntil, isHidden });
  for (const listener of listeners) listener();
}

function showChange(change: ({ id: string } & LiveStatus) | LiveArtist) {
  if ('id' in change) return setLiveStatus(change);
  if (change.isHidden) hiddenArtists.add(change.username);
  else hiddenArtists.delete(change.username);
  for (const listener of listeners) listener();
}

/**
 * One event stream for all tabs of this browser: the tab that holds the lock listens and forwards the events to the
 * others. One stream per tab would use up the six connections that a browser allows for a host.
 */
function start() {
  if (started) return;
  started = true;
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) return openStream(showChange);
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (message) => showChange(message.data);
  void navigator.locks.request(CHANNEL, () => {
    openStream((change) => {
      showChange(change);
      channel.postMessage(change);
    });
    // Never resolves: the lock is held until this tab closes, and then another tab gets it.
    return new Promise(() => {});
  });
}

function openStream(onChange: typeof showChange) {
  openReconnectingEventSource('/api/live', (source) => {
    for (const kind of ['post', 'artist'])
      source.addEventListener(kind, (event: MessageEvent<string>) => onChange(JSON.parse(event.data)));
  });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A post's state: `initial` is the one in the page's HTML, and live updates replace it. */
export function useLiveStatus(id: string, initial: LiveStatus): LiveStatus {
  useEffect(start, []);
  return useSyncExternalStore(
    subscribe,
    () => statuses.get(id) ?? initial,
    () => initial,
  );
}

/** Whether a work was hidden, by itself or with its artist, since this page was loaded. */
export function useIsHidden(id: string, artist: string): boolean {
  useEffect(start, []);
  return useSyncExternalStore(
    subscribe,
    () => statuses.get(id)?.isHidden === true || hiddenArtists.has(artist),
    () => false,
  );
}
