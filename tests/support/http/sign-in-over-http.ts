import { PASSWORD } from '../shop/shop-data.ts';
import { decodeEntities } from './html-form.ts';
import { openForm } from './open-form.ts';

/**
 * Signs in through the sign-in form, as a browser without JavaScript does.
 * @returns the session's cookies, or null and the page that says why sign-in failed.
 */
export async function signInOverHttp(
  shop: { url: string },
  name: string,
  password = PASSWORD,
): Promise<{ cookie: string | null; page: string }> {
  const send = await openForm(shop, { path: '/sign-in', containing: 'name="password"', cookie: '' });
  const response = await send({ name, password });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const signedIn = cookies.some((cookie) => cookie.startsWith('next-auth.session-token='));
  return { cookie: signedIn ? cookies.join('; ') : null, page: decodeEntities(await response.text()) };
}
