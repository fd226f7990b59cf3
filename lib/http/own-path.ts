/** Longer ones would not fit into a response's head. */
const MAX_LENGTH = 2_000;

/** A path on this site from a form or a URL; `fallback` for anything that could lead to another site. */
export function ownPath(given: unknown, fallback: string): string {
  if (typeof given !== 'string' || given.length > MAX_LENGTH || !/^\/(?![/\\])/.test(given)) return fallback;
  const url = URL.parse(given, 'http://own.invalid');
  // Dots are resolved by now: `/..//evil.example` has become `//evil.example`, which is another host.
  if (url?.host !== 'own.invalid' || url.pathname.startsWith('//')) return fallback;
  return `${url.pathname}${url.search}`;
}
