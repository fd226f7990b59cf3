import { z } from 'zod';
import { SCOPE_NAMES } from '#lib/domain/api/scopes.ts';
import { MAX_TOKEN_NAME, PERSONAL_TOKEN_DAYS } from '#lib/domain/api/tokens.ts';
import { line } from './text.ts';

/** Each scope is a checkbox with its name. */
const withScopes = (form: unknown) => ({
  ...Object(form),
  scopes: SCOPE_NAMES.filter((scope) => Object.hasOwn(Object(form), scope)),
});

/** The form of a new personal access token. */
export const newPersonalTokenSchema = z.preprocess(
  withScopes,
  z.object({
    name: line(MAX_TOKEN_NAME, 'Keep the name to 60 characters.').refine(
      (name) => name !== '',
      'Enter a name, such as that of the program.',
    ),
    days: z
      .string('Choose when it ends.')
      .transform(Number)
      .pipe(z.literal(PERSONAL_TOKEN_DAYS, 'Choose when it ends.')),
    scopes: z.array(z.enum(SCOPE_NAMES)).min(1, 'Choose at least one thing that it may do.'),
  }),
);

export type NewPersonalToken = z.output<typeof newPersonalTokenSchema>;
