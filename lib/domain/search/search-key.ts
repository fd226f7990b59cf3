/** Before every key, so that none is empty. */
const MARK = 's';
const LONGEST = 4_000;
const PATTERN = /^s[\w-]*$/;

/** A query string as one segment of a path, in base64url: the name of the cached copy that answers it. */
export function searchKey(params: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(params));
  return MARK + btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The query string of a key, or null for what is none. */
export function readSearchKey(key: string): string | null {
  if (key.length > LONGEST || !PATTERN.test(key)) return null;
  try {
    const bytes = atob(key.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/'));
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return decoder.decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}
