import { expect, test } from 'vitest';
import { isSignedFor, parseDeviceToken, signDeviceToken } from '#lib/auth/device-token.ts';

const SECRET = 'a secret of at least 32 characters';
const parsed = (value: string) => {
  const token = parseDeviceToken(value);
  if (!token) throw new Error(`${value} is no token`);
  return token;
};

test('a browser is known to the accounts that signed in from it, and to no others', () => {
  const once = parsed(signDeviceToken(null, 'one', SECRET));
  const twice = parsed(signDeviceToken(once, 'two', SECRET));
  expect(twice.id).toBe(once.id);
  expect([isSignedFor(once, 'one', SECRET), isSignedFor(once, 'two', SECRET)]).toEqual([true, false]);
  expect([isSignedFor(twice, 'one', SECRET), isSignedFor(twice, 'two', SECRET)]).toEqual([true, true]);
  expect(isSignedFor(once, 'one', 'another secret of 32 characters or so')).toBe(false);
});

test('a signature is worth nothing with another id', () => {
  const [one, other] = [parsed(signDeviceToken(null, 'one', SECRET)), parsed(signDeviceToken(null, 'two', SECRET))];
  expect(isSignedFor({ id: other.id, signatures: one.signatures }, 'one', SECRET)).toBe(false);
});

test('the five newest accounts are remembered, each once', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'b'];
  let value = '';
  for (const name of names) value = signDeviceToken(parseDeviceToken(value), name, SECRET);
  const token = parsed(value);
  expect(token.signatures).toHaveLength(5);
  expect([...'abcdef'].filter((name) => isSignedFor(token, name, SECRET))).toEqual(['b', 'c', 'd', 'e', 'f']);
});

test.for([undefined, '', 'x', `${'a'.repeat(22)}.short`, `${'a'.repeat(22)}${`.${'b'.repeat(43)}`.repeat(6)}`])(
  'the text %j is no token',
  (value) => expect(parseDeviceToken(value)).toBeNull(),
);
