/** Reads forms from the HTML of a page, as a browser without JavaScript would. */

const FORM = /<form\b.*?<\/form>/gs;
const HIDDEN_FIELD = /<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
};

/** Replaces the HTML entities that React writes. */
export const decodeEntities = (text: string) =>
  text.replace(/&(?:quot|#x27|amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

/**
 * The hidden fields of the first form that contains this text.
 * @returns null when no form on the page does.
 */
export function hiddenFields(page: string, containing: string): [name: string, value: string][] | null {
  const html = page.match(FORM)?.find((form) => form.includes(containing));
  if (!html) return null;
  return [...html.matchAll(HIDDEN_FIELD)].map(([, name = '', value = '']) => [
    decodeEntities(name),
    decodeEntities(value),
  ]);
}

/** The `action` of the first form that contains this text; '' when the form posts to its own page. */
export function actionOf(page: string, containing: string): string {
  const html = page.match(FORM)?.find((form) => form.includes(containing)) ?? '';
  return decodeEntities(/^<form\b[^>]* action="([^"]*)"/.exec(html)?.[1] ?? '');
}

/**
 * The form with this field, as a browser sends it when nothing has been typed.
 * @throws when no form on the page has the field.
 */
export function formWithField(field: string, page: string): FormData {
  const fields = hiddenFields(page, ` name="${field}"`);
  if (!fields) throw new Error(`there is no form with ${field} on the page`);
  const form = new FormData();
  for (const [name, value] of fields) form.set(name, value);
  return form;
}
