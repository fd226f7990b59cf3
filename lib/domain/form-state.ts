/** What a server action answers its form: what was typed, what is wrong with each field, and a word about the whole. */
export type FormState = {
  values: Record<string, string>;
  fieldErrors: Record<string, string>;
  message?: string;
  done?: string;
};

export const EMPTY_FORM: FormState = { values: {}, fieldErrors: {} };
