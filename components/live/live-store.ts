'use client';

import { useEffect, useSyncExternalStore } from 'react';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import { followLive } from './follow-live.ts';

export type LiveStatus = { status: PostStatus; heldUntil: string | null };

const statuses = new Map<string, LiveStatus>();
const listeners = new Set<() => void>();
const CHANNEL = 'live';
let started = false;

function learn(post: { id: string } & LiveStatus) {
  statuses.set(post.id, { status: post.status, heldUntil: post.heldUntil });
  for (const listener of listeners) listener();
}

/**
 * One event stream for all tabs of this browser: whichever tab holds the lock listens and passes on
 * what it hears. A stream in each tab would use up the six connections that a browser allows.
 */
function start() {
  if (started) return;
  started = true;
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) return openStream(learn);
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (message) => learn(message.data);
  void navigator.locks.request(CHANNEL, () => {
    openStream((post) => {
      learn(post);
      channel.postMessage(post);
    });
    // Held until this tab goes; then the next tab takes over.
    return new Promise(() => {});
  });
}

function openStream(tell: typeof learn) {
  followLive('/api/live', (source) => source.addEventListener('post', (event) => tell(JSON.parse(event.data))));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A post's state: what the page came with, and from then on what the live stream says. */
export function useLiveStatus(id: string, initial: LiveStatus): LiveStatus {
  useEffect(start, []);
  return useSyncExternalStore(
    subscribe,
    () => statuses.get(id) ?? initial,
    () => initial,
  );
}
