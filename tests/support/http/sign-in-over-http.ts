import { addRecoveryCode } from '../shop/second-factor.ts';
import { PASSWORD } from '../shop/shop-data.ts';
import type { Shop } from '../shop/start-shop.ts';
import { decodeEntities } from './html-form.ts';
import { openForm } from './open-form.ts';

/**
 * Signs in through the sign-in form, as a browser without JavaScript does; an account with a second factor with a new
 * recovery code.
 * @returns the session's cookies, or null and the page that says why sign-in failed.
 */
export async function signInOverHttp(
  shop: Pick<Shop, 'url' | 'database'>,
  name: string,
  password = PASSWORD,
  userAgent = '',
): Promise<{ cookie: string | null; page: string }> {
  const send = await openForm(shop, { path: '/sign-in', containing: 'name="password"', cookie: '', userAgent });
  const response = await send({ name, password });
  const isAsked = response.headers.get('location')?.endsWith('/sign-in/second-factor');
  return resultOf(isAsked ? await sendCode(shop, name, cookiesOf(response), userAgent) : response);
}

async function sendCode(
  shop: Pick<Shop, 'url' | 'database'>,
  username: string,
  cookie: string,
  userAgent: string,
): Promise<Response> {
  const path = '/sign-in/second-factor';
  const send = await openForm(shop, { path, containing: 'name="code"', cookie, userAgent });
  return send({ code: await addRecoveryCode(shop, username) });
}

/** The cookies that a response sets, and not those that it deletes. */
const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ');

async function resultOf(response: Response): Promise<{ cookie: string | null; page: string }> {
  const cookie = cookiesOf(response);
  const signedIn = /(^|; )next-auth\.session-token=/.test(cookie);
  return { cookie: signedIn ? cookie : null, page: decodeEntities(await response.text()) };
}
