'use client';

import { useSyncExternalStore } from 'react';
import { hasSignedInCookie } from '#components/viewer/viewer-store.ts';
import { readSaved, SAVED_KEY, writeSaved } from './browser-saved.ts';

type Problem = { id: string; text: string };

/** The ids, the one that was saved last first; undefined: not known yet. */
let ids: readonly string[] | undefined;
let problem: Problem | null = null;
/** What the cookie said when they were loaded. */
let loadedFor: boolean | undefined;
/** Whether the account has taken over what the browser had. */
let hasMerged = false;
let channel: BroadcastChannel | undefined;
const listeners = new Set<() => void>();

function set(next: readonly string[], nextProblem: Problem | null = null) {
  ids = next;
  problem = nextProblem;
  for (const listener of listeners) listener();
}

const withChange = (id: string, isSaved: boolean) => [
  ...(isSaved ? [id] : []),
  ...(ids ?? []).filter((other) => other !== id),
];

/** Without an account the browser knows what is saved. After signing in, the account takes that over. */
async function load() {
  const isSignedIn = hasSignedInCookie();
  if (loadedFor === isSignedIn) return;
  loadedFor = isSignedIn;
  if (!isSignedIn) return set(readSaved());
  const own = readSaved();
  if (own.length > 0 && (await send('/api/saved/merge', { ids: own })) === null) {
    writeSaved([]);
    hasMerged = true;
  }
  const response = await fetch('/api/saved').catch(() => null);
  const body: { ids: string[] | null } = response?.ok ? await response.json() : { ids: null };
  // Nobody in spite of the cookie: the session has ended, or the request failed. The next page asks again.
  if (body.ids === null) loadedFor = undefined;
  set(body.ids ?? readSaved());
}

/** @returns null if it succeeded, else why not */
async function send(url: string, body: unknown): Promise<string | null> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response?.ok) return null;
  const { error }: { error?: string } = (await response?.json().catch(() => null)) ?? {};
  return error ?? 'This could not be saved. Please try again.';
}

/** Tabs of this browser follow each other. */
function followOtherTabs() {
  if (channel || !('BroadcastChannel' in window)) return;
  channel = new BroadcastChannel(SAVED_KEY);
  channel.onmessage = ({ data }: MessageEvent<{ id: string; isSaved: boolean }>) =>
    set(withChange(data.id, data.isSaved));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  followOtherTabs();
  void load();
  return () => listeners.delete(listener);
}

/** Saves a work or takes it out, at once on the screen; a refusal takes that back and says why. */
export async function setSaved(id: string, isSaved: boolean): Promise<void> {
  const before = ids ?? [];
  set(withChange(id, isSaved));
  const text = loadedFor ? await send('/api/saved', { post: id, saved: isSaved }) : writeSaved(ids ?? []);
  if (text === null) channel?.postMessage({ id, isSaved });
  else set(before, { id, text });
}

/** All that the visitor has saved; undefined until it is known. */
export function useSavedIds(): readonly string[] | undefined {
  return useSyncExternalStore(
    subscribe,
    () => ids,
    () => undefined,
  );
}

/** Whether the account has just taken over what the browser had saved without it. */
export function useHasMerged(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => hasMerged,
    () => false,
  );
}

/** Whether the visitor has saved a work, which no cached page says; and why the last change of it was refused. */
export function useSaved(id: string): { isSaved: boolean; problem: string | null } {
  const isSaved = useSyncExternalStore(
    subscribe,
    () => ids?.includes(id) ?? false,
    () => false,
  );
  const text = useSyncExternalStore(
    subscribe,
    () => (problem?.id === id ? problem.text : null),
    () => null,
  );
  return { isSaved, problem: text };
}
