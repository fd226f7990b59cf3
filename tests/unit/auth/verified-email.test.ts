import { expect, test } from 'vitest';
import { verifiedEmail } from '#lib/auth/verified-email.ts';

const email = (name: string, primary: boolean, verified: boolean) => ({ email: name, primary, verified });

test.for<[string, unknown, string | null]>([
  ['the primary one', [email('a@x.org', false, true), email('b@x.org', true, true)], 'b@x.org'],
  ['none, if the primary one is not verified', [email('a@x.org', false, true), email('b@x.org', true, false)], null],
  ['none of an empty list', [], null],
  ['none of an error', { message: 'Bad credentials' }, null],
])('of GitHub’s addresses %s counts', ([, emails, expected]) => expect(verifiedEmail(emails)).toBe(expected));
