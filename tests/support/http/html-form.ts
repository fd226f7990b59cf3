const FORM = /<form\b.*?<\/form>/gs;
const HIDDEN = /<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
};

/** Text of a page as people read it. */
export const decoded = (text: string) =>
  text.replace(/&(?:quot|#x27|amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

/**
 * The form of a page that has this field, as a browser without JavaScript would send it when nothing was typed into it.
 * @throws when there is none.
 */
export function formWith(field: string, page: string): FormData {
  const [html] = (page.match(FORM) ?? []).filter((form) => form.includes(` name="${field}"`));
  if (!html) throw new Error(`there is no form with ${field} on the page`);
  const form = new FormData();
  for (const [, name = '', value = ''] of html.matchAll(HIDDEN)) form.set(decoded(name), decoded(value));
  return form;
}
