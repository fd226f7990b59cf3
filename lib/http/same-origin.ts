import { env } from '#lib/env.ts';

/**
 * Whether one of our own pages sent the request, by Sec-Fetch-Site or, in older browsers, by Origin. Forms on other
 * sites are refused, although the visitor's cookies come with them.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site) return site === 'same-origin' || site === 'none';
  const origin = request.headers.get('origin');
  return origin === null || origin === new URL(env().NEXTAUTH_URL).origin;
}
