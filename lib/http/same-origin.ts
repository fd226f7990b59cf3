import { env } from '#lib/env.ts';

/** What a browser says about where a request comes from. */
export type RequestSource = {
  /** Sec-Fetch-Site, which browsers since 2020 to 2023 send, over https or to this machine. */
  site: string | null | undefined;
  origin: string | null | undefined;
  host: string | null | undefined;
};

/**
 * Whether one of our own pages or a program sent the request. Forms on other sites are refused, although the visitor's
 * cookies come with them. Programs say nothing about where they are; a browser always does when it sends a form.
 */
export function isSameOrigin({ headers }: Request): boolean {
  const source = {
    site: headers.get('sec-fetch-site'),
    origin: headers.get('origin'),
    host: headers.get('host'),
  };
  return isProgram(source) || isFromOwnPage(source);
}

/** Whether nothing tells where a request comes from. */
export const isProgram = ({ site, origin }: RequestSource): boolean => !site && !origin;

export function isFromOwnPage({ site, origin, host }: RequestSource): boolean {
  if (site === 'same-origin') return true;
  if (site && site !== 'none') return false;
  const shop = new URL(env().NEXTAUTH_URL);
  // Without TLS a shop may be opened by another name or address of its machine.
  return origin === shop.origin || (shop.protocol === 'http:' && origin === `http://${host}`);
}
