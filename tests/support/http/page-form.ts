const HIDDEN = /<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g;
const ENTITIES: Readonly<Record<string, string>> = { '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>' };
/** The text that stands in a page's HTML. */
export const decoded = (text: string) => text.replace(/&(?:quot|amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

type Asked = {
  /** The page that holds the form. */
  path: string;
  /** Something that stands in this form and in no other of the page. */
  holding: string;
  cookie: string;
};

/**
 * A form of a page as a browser without JavaScript has it.
 * @returns the function that sends it with these fields, now or later, with the cookie of then.
 * @throws when the page has no such form.
 */
export async function openForm(
  { url }: { url: string },
  { path, holding, cookie }: Asked,
): Promise<(fields: Record<string, string>) => Promise<Response>> {
  const response = await fetch(url + path, { headers: { cookie }, redirect: 'manual' });
  const page = await response.text();
  const html = page.match(/<form[\s\S]*?<\/form>/g)?.find((form) => form.includes(holding));
  if (!html) throw new Error(`${path} (${response.status}) has no form that holds ${holding}`);
  const hidden = [...html.matchAll(HIDDEN)].map(
    ([, name = '', value = '']) => [decoded(name), decoded(value)] as const,
  );
  return (fields) => {
    const body = new FormData();
    for (const [name, value] of [...hidden, ...Object.entries(fields)]) body.set(name, value);
    return fetch(url + path, { method: 'POST', body, redirect: 'manual', headers: { origin: url, cookie } });
  };
}
