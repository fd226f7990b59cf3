'use client';

import { useEffect, useSyncExternalStore } from 'react';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import { openReconnectingEventSource } from './reconnecting-event-source.ts';

export type LiveStatus = { status: PostStatus; heldUntil: string | null };

const statuses = new Map<string, LiveStatus>();
const listeners = new Set<() => void>();
const CHANNEL = 'live';
let started = false;

/** Shows a post's state, from a live update or from the page's own request. */
export function setLiveStatus(post: { id: string } & LiveStatus) {
  statuses.set(post.id, { status: post.status, heldUntil: post.heldUntil });
  for (const listener of listeners) listener();
}

/**
 * One event stream for all tabs of this browser: the tab that holds the lock listens and forwards the events to the
 * others. One stream per tab would use up the six connections that a browser allows for a host.
 */
function start() {
  if (started) return;
  started = true;
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) return openStream(setLiveStatus);
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (message) => setLiveStatus(message.data);
  void navigator.locks.request(CHANNEL, () => {
    openStream((post) => {
      setLiveStatus(post);
      channel.postMessage(post);
    });
    // Never resolves: the lock is held until this tab closes, and then another tab gets it.
    return new Promise(() => {});
  });
}

function openStream(onPost: typeof setLiveStatus) {
  openReconnectingEventSource('/api/live', (source) =>
    source.addEventListener('post', (event) => onPost(JSON.parse(event.data))),
  );
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
