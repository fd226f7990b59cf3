import { addRecoveryCode } from '../shop/second-factor.ts';
import { PASSWORD } from '../shop/shop-data.ts';
import type { Shop } from '../shop/start-shop.ts';
import { decodeEntities } from './html-form.ts';
import { openForm } from './open-form.ts';

/** `cookie` is the session's, as a request sends it. */
type SignedIn = { cookie: string | null; cookies: SetCookie[]; page: string };

/**
 * Signs in through the sign-in form, as a browser without JavaScript does; an account with a second factor with a new
 * recovery code.
 * @returns the session's cookies, or null and the page that says why sign-in failed.
 */
export async function signInOverHttp(
  shop: Pick<Shop, 'url' | 'database'>,
  name: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
): Promise<SignedIn> {
  const send = await openForm(shop, { path: '/sign-in', containing: 'name="password"', cookie: '', headers });
  const response = await send({ name, password });
  const isAsked = response.headers.get('location')?.endsWith('/sign-in/second-factor');
  return resultOf(isAsked ? await sendCode(shop, name, cookiesOf(response), headers) : response);
}

async function sendCode(
  shop: Pick<Shop, 'url' | 'database'>,
  username: string,
  cookie: string,
  headers: Record<string, string>,
): Promise<Response> {
  const path = '/sign-in/second-factor';
  const send = await openForm(shop, { path, containing: 'name="code"', cookie, headers });
  return send({ code: await addRecoveryCode(shop, username) });
}

/** A cookie as Playwright adds it to a browser. */
type SetCookie = { name: string; value: string; httpOnly: boolean };

/** The cookies that a response sets, and not those that it deletes. */
const setCookiesOf = (response: Response): SetCookie[] =>
  response.headers
    .getSetCookie()
    .map((cookie) => {
      const [pair = '', ...attributes] = cookie.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      return { name, value: pair.slice(name.length + 1), httpOnly: attributes.includes('HttpOnly') };
    })
    .filter(({ value }) => value !== '');

const cookiesOf = (response: Response): string =>
  setCookiesOf(response)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

async function resultOf(response: Response): Promise<SignedIn> {
  const cookie = cookiesOf(response);
  const signedIn = /(^|; )next-auth\.session-token=/.test(cookie);
  return {
    cookie: signedIn ? cookie : null,
    cookies: setCookiesOf(response),
    page: decodeEntities(await response.text()),
  };
}
