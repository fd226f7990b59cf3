import { z } from 'zod';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { LINK_FIELDS, LINK_MESSAGES, MAX_LINK, MAX_LINKS, readProfileLink } from '#lib/domain/profile-link.ts';
import { formKeySchema, formVersionSchema } from './form-key.ts';
import { bounded, isLonger, line, text } from './text.ts';

/** Names that are paths of the shop or could be mistaken for the shop itself. */
const RESERVED = new Set(
  'admin administrator api dashboard help makeyourspace moderator null orders posts root search support undefined'.split(
    ' ',
  ),
);

const username = bounded(ACCOUNT_LIMITS.username, 'A username has at most 30 characters.')
  .trim()
  .min(2, 'Choose a username of at least 2 characters.')
  .max(ACCOUNT_LIMITS.username, 'A username has at most 30 characters.')
  .regex(
    /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/i,
    'Use letters, digits, hyphens and underscores, with a letter or digit at both ends.',
  )
  .refine((value) => !RESERVED.has(value.toLowerCase()), 'This username is reserved. Please choose another.');

const email = bounded(ACCOUNT_LIMITS.email, 'This email address is too long.')
  .trim()
  .max(ACCOUNT_LIMITS.email, 'This email address is too long.')
  .pipe(z.email('Enter an email address, such as mira@example.org.'));

/** Length in characters as a person counts them; OWASP ASVS 5.0, 6.2.1 and 6.2.9. No composition rules (6.2.5). */
const newPassword = z
  .string()
  .refine((value) => isLonger(value, 7), 'Use at least 8 characters.')
  .refine((value) => !isLonger(value, ACCOUNT_LIMITS.newPassword), 'A password has at most 128 characters.');

export const signUpSchema = z.object({
  ...{ username, email, password: newPassword, key: formKeySchema },
  /** The version of the terms that the form named. */
  terms: z.coerce.number().int().positive().max(999_999_999).optional().catch(undefined),
});
export type SignUp = z.output<typeof signUpSchema>;

export const signInSchema = z.object({
  name: line(ACCOUNT_LIMITS.name, 'That is too long for a username or email.').refine(
    (value) => value !== '',
    'Enter your username or email.',
  ),
  // Never trimmed or cut: the password is checked exactly as typed.
  password: z.string().min(1, 'Enter your password.').max(1024, 'That is too long for a password.'),
});

export const forgotPasswordSchema = signInSchema.pick({ name: true });

export const resetPasswordSchema = z.object({ token: z.string().max(100), newPassword });

export const changeEmailSchema = z.object({ email });

export const changeUsernameSchema = z.object({ username });

/** A link as it is stored; '' for none. */
const profileLink = bounded(MAX_LINK, LINK_MESSAGES['too-long']).transform((typed, context) => {
  if (typed.trim() === '') return '';
  const link = readProfileLink(typed);
  if ('url' in link) return link.url;
  context.addIssue({ code: 'custom', message: LINK_MESSAGES[link.problem] });
  return z.NEVER;
});

export const profileSchema = z.object({
  displayName: line(ACCOUNT_LIMITS.displayName, 'Keep the name to 80 characters.').refine(
    (value) => value !== '',
    'Enter the name that people will see.',
  ),
  bio: text(ACCOUNT_LIMITS.bio, 'Keep this to 1,000 characters.'),
  place: line(ACCOUNT_LIMITS.place, 'Keep the place to 80 characters.'),
  statement: text(ACCOUNT_LIMITS.statement, 'Keep this to 6,000 characters.'),
  links: z
    .array(profileLink)
    .max(MAX_LINKS, `There can be up to ${MAX_LINKS} links.`)
    .transform((links) => [...new Set(links)].filter((link) => link !== '')),
});
export type Profile = z.output<typeof profileSchema>;

const { links: _links, ...textFields } = profileSchema.shape;
const linkField = profileLink.default('');
const [link1, link2, link3, link4, link5] = LINK_FIELDS;

/** The form has a field for each link, so that each error is beside its own. */
export const profileFormSchema = z
  .object({
    ...textFields,
    // A form that was opened before these fields were there.
    place: textFields.place.default(''),
    statement: textFields.statement.default(''),
    ...{ [link1]: linkField, [link2]: linkField, [link3]: linkField, [link4]: linkField, [link5]: linkField },
    version: formVersionSchema,
  })
  .transform(({ link1, link2, link3, link4, link5, ...rest }) => ({
    ...rest,
    links: profileSchema.shape.links.parse([link1, link2, link3, link4, link5]),
  }));

export const confirmPasswordSchema = z.object({
  password: z.string().min(1, 'Enter your password.').max(1024, 'That is too long for a password.'),
});

export const changePasswordSchema = z.object({
  currentPassword: z.string().min(1, 'Enter your current password.').max(1024, 'That is too long for a password.'),
  newPassword,
  deleteTokens: z
    .literal('on')
    .optional()
    .transform((value) => value === 'on'),
});
