import type { CookiesOptions } from 'next-auth';
import { cookieName } from '#lib/domain/cookie-name.ts';

const FLOW_SECONDS = 15 * 60;

/** next-auth's cookies, which over https it would only partly protect from other hosts of the same domain. */
export function authCookies(shopUrl: string): CookiesOptions {
  const secure = shopUrl.startsWith('https://');
  const cookie = (name: string, maxAge?: number) => ({
    name: cookieName(`next-auth.${name}`, shopUrl),
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure, ...(maxAge && { maxAge }) },
  });
  return {
    sessionToken: cookie('session-token'),
    callbackUrl: cookie('callback-url'),
    csrfToken: cookie('csrf-token'),
    pkceCodeVerifier: cookie('pkce.code_verifier', FLOW_SECONDS),
    state: cookie('state', FLOW_SECONDS),
    nonce: cookie('nonce'),
  };
}
