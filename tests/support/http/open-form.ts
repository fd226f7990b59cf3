import { actionOf, hiddenFields } from './html-form.ts';

type FormOnPage = {
  /** The page with the form. */
  path: string;
  /** A text that occurs in this form and in no other on the page. */
  containing: string;
  cookie: string;
  /** What is sent beside it, such as the name of a browser. */
  headers?: Record<string, string>;
};

/**
 * Opens a page and finds a form on it, as a browser without JavaScript does.
 * @returns a function that sends the form with these fields, now or later, with the same cookie.
 * @throws when the page has no such form.
 */
export async function openForm(
  { url }: { url: string },
  { path, containing, cookie, headers: more }: FormOnPage,
): Promise<(fields: Record<string, string>) => Promise<Response>> {
  const headers = { ...more, cookie, origin: url };
  const response = await fetch(url + path, { headers, redirect: 'manual' });
  const page = await response.text();
  const hidden = hiddenFields(page, containing);
  if (!hidden) throw new Error(`${path} (${response.status}) has no form that contains ${containing}`);
  const target = actionOf(page, containing) || path;
  return (fields) => {
    const body = new FormData();
    for (const [name, value] of [...hidden, ...Object.entries(fields)]) body.set(name, value);
    return fetch(url + target, { method: 'POST', body, redirect: 'manual', headers });
  };
}
