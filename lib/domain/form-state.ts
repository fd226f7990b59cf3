/**
 * What a server action returns to its form: the typed values, an error per field, and a message about the whole form.
 */
export type FormState = {
  values: Record<string, string>;
  fieldErrors: Record<string, string>;
  message?: string;
  done?: string;
};

export const EMPTY_FORM: FormState = { values: {}, fieldErrors: {} };
