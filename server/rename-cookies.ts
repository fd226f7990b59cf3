import { cookieName } from '#lib/domain/cookie-name.ts';
import { env } from '#lib/env.ts';
import type { RequestExchange } from './request-exchange.ts';

/** Sessions last 30 days, so after that nobody has an old one but who planted it: another host of the domain could. */
const RENAMED_UNTIL = Date.UTC(2027, 1, 28);

const DAY_SECONDS = 24 * 60 * 60;
const IN_SCRIPTS = '; Path=/; Secure; SameSite=Lax';
const HIDDEN = `${IN_SCRIPTS}; HttpOnly`;

/** Cookies as version 0.2 named them over https, and how long they lived. */
const RENAMED = [
  { old: '__Secure-next-auth.session-token', name: 'next-auth.session-token', days: 30, attributes: HIDDEN },
  { old: 'signed-in', name: 'signed-in', days: 30, attributes: IN_SCRIPTS },
];

/**
 * Over https, gives the cookies of an earlier version their present name, so that nobody is signed out. Once: the old
 * cookie is deleted with the same response. Cached pages read no cookies. Buyers have none renamed: another host of the
 * domain could plant its own, and see their orders.
 */
export function renameCookies({ request, response, outgoing, isCachedPage }: RequestExchange, now = Date.now()): void {
  const { headers } = request;
  const { cookie } = headers;
  const { NEXTAUTH_URL } = env();
  if (now > RENAMED_UNTIL || !cookie || isCachedPage || !NEXTAUTH_URL.startsWith('https://')) return;
  const given = new Map(cookie.split(';').map((pair) => splitPair(pair.trim())));
  const changes: { name: string; lines: string[] }[] = [];
  for (const { old, name: plain, days, attributes } of RENAMED) {
    const value = given.get(old);
    if (value === undefined) continue;
    const name = cookieName(plain, NEXTAUTH_URL);
    const lines = [`${old}=; Path=/; Secure; Max-Age=0`];
    given.delete(old);
    if (!given.has(name)) {
      given.set(name, value);
      lines.push(`${name}=${value}${attributes}; Max-Age=${days * DAY_SECONDS}`);
    }
    changes.push({ name, lines });
  }
  if (changes.length === 0) return;
  headers.cookie = [...given].map(([name, value]) => `${name}=${value}`).join('; ');
  outgoing.beforeHead(() => {
    const set = [response.getHeader('set-cookie') ?? []].flat().map(String);
    for (const { name, lines } of changes) {
      // A request that signs out, for example, has set it to another value.
      const own = set.some((line) => line.startsWith(`${name}=`)) ? lines.slice(0, 1) : lines;
      response.appendHeader('set-cookie', own);
    }
  });
}

function splitPair(pair: string): [name: string, value: string] {
  const mark = pair.indexOf('=');
  return mark < 0 ? ['', pair] : [pair.slice(0, mark), pair.slice(mark + 1)];
}
