import { dictionary } from '@zxcvbn-ts/language-common';
import { expect, test } from 'vitest';
import { isCommonPassword } from '#lib/accounts/password.ts';
import {
  changePasswordSchema,
  profileFormSchema,
  profileSchema,
  signInSchema,
  signUpSchema,
} from '#lib/schemas/accounts.ts';

const account = { username: 'mira', email: 'mira@example.org', password: 'correct horse' };
const fieldsInError = (changes: Partial<typeof account>) =>
  signUpSchema.safeParse({ ...account, ...changes }).error?.issues.map(({ path }) => path.join('.')) ?? [];

test.for(['ab', 'Mira', 'mira-2', 'a_b', '42', 'x'.repeat(30), ' mira '])('%j is a valid username', (username) => {
  expect(signUpSchema.parse({ ...account, username }).username).toBe(username.trim());
});

test.for([
  '',
  'a',
  'x'.repeat(31),
  '-a',
  'a-',
  '_a',
  'a b',
  'a@b',
  'a.b',
  'ä',
  'a\0b',
  '../x',
  'admin',
  'ADMIN',
  'Support',
])('%j is not a valid username', (username) => {
  expect(fieldsInError({ username })[0]).toBe('username');
});

test.for(['x', 'x@', '@example.org', 'a b@example.org', `${'x'.repeat(250)}@example.org`, 'a@b\n.org'])(
  '%j is not a valid email address',
  (email) => {
    expect(fieldsInError({ email })[0]).toBe('email');
  },
);

test('a password has 8 to 128 user-perceived characters and no other rule', () => {
  for (const character of ['a', '😀']) {
    expect(fieldsInError({ password: character.repeat(7) })).toEqual(['password']);
    expect(fieldsInError({ password: character.repeat(8) })).toEqual([]);
    expect(fieldsInError({ password: character.repeat(128) })).toEqual([]);
    expect(fieldsInError({ password: character.repeat(129) })).toEqual(['password']);
  }
  // Never trimmed: leading and trailing spaces are part of the password.
  expect(signUpSchema.parse({ ...account, password: '  padded  ' }).password).toBe('  padded  ');
});

test('signing in accepts a password as typed, whatever the current rules are', () => {
  expect(signInSchema.parse({ name: ' Mira ', password: ' x ' })).toEqual({ name: 'Mira', password: ' x ' });
  expect(signInSchema.parse({ name: 'mi\0ra', password: 'x' }).name).toBe('mira');
  expect(signInSchema.safeParse({ name: '', password: 'x' }).success).toBe(false);
  expect(signInSchema.safeParse({ name: 'mira', password: '' }).success).toBe(false);
  expect(signInSchema.safeParse({ name: 'mira', password: 'x'.repeat(1_025) }).success).toBe(false);
  const change = { currentPassword: 'old', newPassword: 'short' };
  expect(changePasswordSchema.safeParse(change).error?.issues[0]?.path).toEqual(['newPassword']);
});

test('the form of a profile has a field for each link, and keeps each link once', () => {
  const form = { displayName: 'Mira', bio: '', place: ' Lisbon,\tPortugal ', statement: '', version: '3' };
  const links = { link1: '', link2: 'example.org/mira', link3: 'https://example.org/mira', link4: ' ', link5: '' };
  expect(profileFormSchema.parse({ ...form, ...links })).toMatchObject({
    ...{ place: 'Lisbon, Portugal', links: ['https://example.org/mira'], version: 3 },
  });
  // Of a page that was opened before the fields were there.
  expect(profileFormSchema.parse({ displayName: 'Mira', bio: '', version: '' })).toMatchObject({
    place: '',
    links: [],
  });
  const wrong = profileFormSchema.safeParse({ ...form, ...links, link4: 'javascript:alert(1)' });
  expect(wrong.error?.issues.map(({ path, message }) => [path, message])).toEqual([
    [['link4'], 'A link has to begin with https://.'],
  ]);
});

test('a profile needs a display name', () => {
  const rest = { place: '', statement: '', links: [] };
  expect(profileSchema.parse({ displayName: ' Mira C. ', bio: ' ', ...rest })).toEqual({
    ...{ displayName: 'Mira C.', bio: '', ...rest },
  });
  // NUL, which PostgreSQL cannot store, is removed, and CRLF counts as one character.
  expect(profileSchema.parse({ displayName: 'A\0', bio: 'a\r\n'.repeat(500), ...rest })).toEqual({
    displayName: 'A',
    bio: 'a\n'.repeat(500).trim(),
    ...rest,
  });
  expect(profileSchema.safeParse({ displayName: ' ', bio: '', ...rest }).success).toBe(false);
  expect(profileSchema.safeParse({ displayName: 'x'.repeat(81), bio: '', ...rest }).success).toBe(false);
});

test.for(['password', 'Password1', '12345678', 'QWERTYUIOP', 'mira', 'MIRA@example.org'])(
  '%s is a common password',
  (password) => {
    expect(isCommonPassword(password, account)).toBe(true);
  },
);

test('a sentence is not a common password', () => {
  expect(isCommonPassword('correct horse battery', account)).toBe(false);
});

test('of the passwords that leaks have shown, those that a form would accept are refused', () => {
  const leaked = (dictionary['passwords-common'] as string[]).filter((password) => [...password].length >= 8);
  // OWASP ASVS 5.0 asks for the 3,000 most frequent ones.
  expect(leaked.length).toBeGreaterThan(15_000);
  for (const password of leaked) expect(isCommonPassword(password.toUpperCase(), account), password).toBe(true);
});
