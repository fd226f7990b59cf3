import type { Block } from './markdown.ts';

/**
 * What a server action returns to its form: the typed values, an error per field, and a message about the whole form.
 */
export type FormState = {
  values: Record<string, string>;
  fieldErrors: Record<string, string>;
  message?: string;
  done?: string;
  /** The stored values by field, if somebody changed them since the form was opened. Nothing has been saved then. */
  stored?: Record<string, string>;
  /** What was typed as Markdown, as a page will show it. Nothing has been saved then. */
  preview?: Block[];
  /** New recovery codes, shown this once. */
  recoveryCodes?: string[];
  /** A new personal access token, shown this once. */
  newToken?: string;
};

export const EMPTY_FORM: FormState = { values: {}, fieldErrors: {} };

/** One field of a form: what its input needs. */
export type FieldState = {
  name: string;
  defaultValue: string | undefined;
  error: string | undefined;
  /** True for the first field with an error, so that people continue there. */
  autoFocus: boolean;
};

/** @param order the form's fields as they follow each other on the page. */
export function fieldStates({ values, fieldErrors }: FormState, order: readonly string[]) {
  const first = order.find((name) => fieldErrors[name] !== undefined);
  return (name: string): FieldState => ({
    name,
    defaultValue: values[name],
    error: fieldErrors[name],
    autoFocus: name === first,
  });
}
