'use client';

import { useSyncExternalStore } from 'react';
import { accountHasMerged, isSavedNow, problemOf, savedIds, subscribe } from './saved-list.ts';

/** All that the visitor has saved, the last one first; undefined until it is known. */
export function useSavedIds(): readonly string[] | undefined {
  return useSyncExternalStore(subscribe, savedIds, () => undefined);
}

/** Whether the account has just taken over what the browser had saved without it. */
export function useHasMerged(): boolean {
  return useSyncExternalStore(subscribe, accountHasMerged, () => false);
}

/** Whether the visitor has saved a work, which no cached page says; and why the last change of it was refused. */
export function useSaved(id: string): { isSaved: boolean; problem: string | null } {
  const isSaved = useSyncExternalStore(
    subscribe,
    () => isSavedNow(id),
    () => false,
  );
  const problem = useSyncExternalStore(
    subscribe,
    () => problemOf(id),
    () => null,
  );
  return { isSaved, problem };
}
