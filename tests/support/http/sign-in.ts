import { PASSWORD } from '../shop/shop-data.ts';
import { decoded, openForm } from './page-form.ts';

/**
 * Sends the sign-in form as a browser without JavaScript does.
 * @returns the cookies of the session, or null with the page that says why not.
 */
export async function signInOverHttp(
  shop: { url: string },
  name: string,
  password = PASSWORD,
): Promise<{ cookie: string | null; page: string }> {
  const send = await openForm(shop, { path: '/sign-in', holding: 'name="password"', cookie: '' });
  const response = await send({ name, password });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const signedIn = cookies.some((cookie) => cookie.startsWith('next-auth.session-token='));
  return { cookie: signedIn ? cookies.join('; ') : null, page: decoded(await response.text()) };
}
