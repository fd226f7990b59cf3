/**
 * The name of a cookie of ours. Over https its prefix makes browsers refuse one that another host of the same domain sets
 * (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes).
 * @param shopUrl NEXTAUTH_URL
 */
export const cookieName = (name: string, shopUrl: string): string =>
  shopUrl.startsWith('https://') ? `__Host-${name}` : name;
