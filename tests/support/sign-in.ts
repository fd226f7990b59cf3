import { decoded, formWith } from './html-form.ts';
import { PASSWORD } from './shop-data.ts';

/**
 * Sends the sign-in form as a browser without JavaScript does.
 * @returns the cookies of the session, or null with the page that says why not.
 */
export async function signInOverHttp(
  { url }: { url: string },
  name: string,
  password = PASSWORD,
): Promise<{ cookie: string | null; page: string }> {
  const form = formWith('password', await (await fetch(`${url}/sign-in`)).text());
  form.set('name', name);
  form.set('password', password);
  const response = await fetch(`${url}/sign-in`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { origin: url },
  });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const signedIn = cookies.some((cookie) => cookie.startsWith('next-auth.session-token='));
  return { cookie: signedIn ? cookies.join('; ') : null, page: decoded(await response.text()) };
}
