import { ExpectedError } from './errors.ts';
import { typedLength } from './typed-length.ts';

/** The form's fields that may be shown again, each with its limit in characters. */
export type ShownFields = Readonly<Record<string, number>>;

/** No form has more fields; Next adds a few of its own. */
const MAX_FIELDS = 100;

/** No keyboard types them, and PostgreSQL's jsonb refuses the first. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** What a person typed into a field of `limit` characters; what is longer than they could have typed is cut. */
export const typedText = (value: string, limit: number): string =>
  // An emoji that the cut divides is half a character, which PostgreSQL cannot store.
  value.slice(0, typedLength(limit)).toWellFormed().replace(CONTROLS, '');

/** The submitted values of the form's own fields, to be shown again next to its errors. */
export function typedValues(form: FormData, shown: ShownFields): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, limit] of Object.entries(shown)) {
    const value = form.get(name);
    if (typeof value === 'string') values[name] = typedText(value, limit);
  }
  return values;
}

/** @throws {ExpectedError} too-large, if there are more fields than any form has. */
export function countFields(form: FormData): void {
  let count = 0;
  for (const _name of form.keys()) if (++count > MAX_FIELDS) throw new ExpectedError('too-large');
}
