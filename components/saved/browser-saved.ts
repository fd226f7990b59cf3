import { MAX_SAVED } from '#lib/domain/posts/saved-posts.ts';

export const SAVED_KEY = 'saved-works';
const IS_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The ids that this browser has saved without an account, the last one first. Anything else there is left out. */
export function readSaved(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(SAVED_KEY) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter((id): id is string => typeof id === 'string' && IS_ID.test(id)).slice(0, MAX_SAVED);
  } catch {
    return [];
  }
}

/** @returns null if it succeeded, else why not */
export function writeSaved(ids: readonly string[]): string | null {
  if (ids.length > MAX_SAVED) return 'This browser has saved as many works as it can. Take one out first.';
  try {
    if (ids.length === 0) localStorage.removeItem(SAVED_KEY);
    else localStorage.setItem(SAVED_KEY, JSON.stringify(ids));
    return null;
  } catch {
    return 'This browser stores nothing. Sign in to save works.';
  }
}
