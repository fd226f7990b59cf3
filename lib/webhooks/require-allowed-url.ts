import { resolveTarget } from '#lib/outbound/resolve-target.ts';

const TIMEOUT_MS = 5_000;

/**
 * The URL as it is stored. Where its name leads is checked now, so that people read at once what is wrong, and again at each
 * delivery, because it may change.
 * @throws {ExpectedError} as `resolveTarget`
 */
export async function requireAllowedUrl(href: string): Promise<string> {
  const { url } = await resolveTarget(href, AbortSignal.timeout(TIMEOUT_MS));
  url.hash = '';
  return url.href;
}
