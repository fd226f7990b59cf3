import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseBuyerToken, signBuyerToken } from '#lib/auth/signed-buyer-token.ts';

const SECRET = 'a secret of thirty-two characters';
const token = randomUUID();
const signed = signBuyerToken(token, SECRET);

test('a token that the shop has signed is that browser’s', () => {
  expect(signed).toMatch(new RegExp(`^${token}\\.[\\w-]{43}$`));
  expect(parseBuyerToken(signed, SECRET)).toEqual({ token, isSigned: true });
});

test('a bare UUID of an earlier version is readable, but not signed', () => {
  expect(parseBuyerToken(token, SECRET)).toEqual({ token, isSigned: false });
});

test.for([
  ['nothing', undefined],
  ['an empty cookie', ''],
  ['a made-up value', 'mine'],
  ['another token with this signature', signed.replace(token, randomUUID())],
  ['a changed signature', `${signed.slice(0, -2)}${signed.endsWith('AA') ? 'BB' : 'AA'}`],
  ['a shorter signature', signed.slice(0, -1)],
  ['an empty signature', `${token}.`],
  ['a third part', `${signed}.${signed}`],
  ['a signature with another secret', signBuyerToken(token, 'another secret of thirty-two chars')],
  ['a signed value that is no UUID', signBuyerToken('mine', SECRET)],
] as const)('%s is no buyer', ([, value]) => expect(parseBuyerToken(value, SECRET)).toBeNull());
