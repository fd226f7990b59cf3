import { env } from '#lib/env.ts';

/**
 * Did one of our own pages send this? Browsers say so in Sec-Fetch-Site, older ones in Origin; a form of
 * a strange site is refused although the visitor's cookies come with it.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site) return site === 'same-origin' || site === 'none';
  const origin = request.headers.get('origin');
  return origin === null || origin === new URL(env().NEXTAUTH_URL).origin;
}
