/** Ensures that no key is empty. */
const PREFIX = 's';
/** What is longer has no cached page. */
export const MAX_SEARCH_KEY = 4_000;
const PATTERN = /^s[\w-]*$/;

/** Encodes a query string as one path segment, in base64url: the path of the cached page of that search. */
export function searchKey(params: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(params));
  return PREFIX + btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * The query string of a key, or null if the key is invalid.
 * @param isText whether the key is of a text, in which percent signs encode nothing.
 */
export function readSearchKey(key: string, isText = false): string | null {
  if (key.length > MAX_SEARCH_KEY || !PATTERN.test(key)) return null;
  try {
    const bytes = atob(key.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const params = decoder.decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
    // NUL, which no database text can have, and no query that this is made from has.
    return (isText ? /\0/ : /\0|%00/).test(params) ? null : params;
  } catch {
    return null;
  }
}
