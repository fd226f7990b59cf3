import { hasSignedInCookie } from '#components/viewer/viewer-store.ts';
import { readSaved, SAVED_KEY, writeSaved } from './browser-saved.ts';

/** Why the last change of a work was refused. */
type Problem = { id: string; text: string };

/** What is saved as far as is known, the last one first; it is complete once `isKnown`. */
let stored: readonly string[] = [];
let isKnown = false;
/** Presses that have not been answered yet. */
const pending = new Map<string, boolean>();
/** What was answered, or told by other tabs, since loading began: the list that is loaded may be older. */
const changedSinceLoad = new Map<string, boolean>();
/** `stored` with what is pending. */
let ids: readonly string[] = [];
let problem: Problem | null = null;
/** What the cookie said when they were loaded. */
let loadedFor: boolean | undefined;
/** The account takes over what the browser has: a change that came before would be lost. */
let merging: Promise<void> = Promise.resolve();
let hasMerged = false;
/** The last request about a work: the next one waits for it, or they could arrive in the other order. */
const turns = new Map<string, Promise<void>>();
let channel: BroadcastChannel | undefined;
const listeners = new Set<() => void>();

const withChange = (list: readonly string[], id: string, isSaved: boolean): readonly string[] =>
  isSaved === list.includes(id) ? list : isSaved ? [id, ...list] : list.filter((other) => other !== id);

const withChanges = (list: readonly string[], changes: ReadonlyMap<string, boolean>) =>
  [...changes].reduce((changed, [id, isSaved]) => withChange(changed, id, isSaved), list);

function show() {
  ids = withChanges(stored, pending);
  for (const listener of listeners) listener();
}

function keep(id: string, isSaved: boolean) {
  stored = withChange(stored, id, isSaved);
  changedSinceLoad.set(id, isSaved);
}

/** Without an account the browser knows what is saved. After signing in, the account takes that over. */
async function load() {
  const isSignedIn = hasSignedInCookie();
  if (loadedFor === isSignedIn) return;
  loadedFor = isSignedIn;
  changedSinceLoad.clear();
  if (isSignedIn) merging = merge(readSaved());
  const list = isSignedIn ? await loadOfAccount() : readSaved();
  // Somebody signed in or out meanwhile.
  if (loadedFor !== isSignedIn) return;
  // Nobody in spite of the cookie: the session has ended, or the request failed. The next page asks again.
  if (list === null) loadedFor = undefined;
  stored = withChanges(list ?? readSaved(), changedSinceLoad);
  isKnown = true;
  show();
}

async function loadOfAccount(): Promise<string[] | null> {
  await merging;
  const response = await fetch('/api/saved').catch(() => null);
  const body: { ids: string[] | null } = response?.ok ? await response.json() : { ids: null };
  return body.ids;
}

async function merge(own: readonly string[]) {
  if (own.length === 0 || (await send('/api/saved/merge', { ids: own })) !== null) return;
  writeSaved([]);
  hasMerged = true;
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
  channel.onmessage = ({ data }: MessageEvent<{ id: string; isSaved: boolean }>) => {
    keep(data.id, data.isSaved);
    show();
  };
}

/** Loads the list if need be. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  followOtherTabs();
  void load();
  return () => listeners.delete(listener);
}

/**
 * Saves a work or takes it out, at once on the screen; a refusal takes that back and says why.
 * @returns when it has been answered
 */
export function setSaved(id: string, isSaved: boolean): Promise<void> {
  problem = null;
  pending.set(id, isSaved);
  show();
  const turn = (turns.get(id) ?? merging).then(async () => {
    const text = await change(id, isSaved);
    // Pressed again meanwhile: that press says what is shown.
    if (turns.get(id) === turn) {
      turns.delete(id);
      pending.delete(id);
      if (text !== null) problem = { id, text };
    }
    show();
  });
  turns.set(id, turn);
  return turn;
}

/** @returns null if it succeeded, else why not */
async function change(id: string, isSaved: boolean): Promise<string | null> {
  const text = loadedFor
    ? await send('/api/saved', { post: id, saved: isSaved })
    : writeSaved(withChange(readSaved(), id, isSaved));
  if (text !== null) return text;
  keep(id, isSaved);
  channel?.postMessage({ id, isSaved });
  return null;
}

/** undefined until they are known */
export const savedIds = (): readonly string[] | undefined => (isKnown ? ids : undefined);
export const isSavedNow = (id: string): boolean => ids.includes(id);
export const problemOf = (id: string): string | null => (problem?.id === id ? problem.text : null);
export const accountHasMerged = (): boolean => hasMerged;
