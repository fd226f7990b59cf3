/** A path on this site, as it was given in a form or an address; `fallback` for anything that could lead elsewhere. */
export function ownPath(given: unknown, fallback: string): string {
  if (typeof given !== 'string' || !/^\/(?![/\\])/.test(given)) return fallback;
  const url = URL.parse(given, 'http://own.invalid');
  // Dots are resolved by now: `/..//evil.example` has become `//evil.example`, another host's address.
  if (url?.host !== 'own.invalid' || url.pathname.startsWith('//')) return fallback;
  return `${url.pathname}${url.search}`;
}
