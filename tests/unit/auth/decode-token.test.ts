import { hkdfSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { decode, encode } from 'next-auth/jwt';
import { expect, test } from 'vitest';
import { decodeToken } from '#lib/auth/decode-token.ts';

const SECRET = 'a secret of thirty-two characters';
/** The library with which next-auth encrypts. */
const { EncryptJWT } = createRequire(createRequire(import.meta.url).resolve('next-auth'))('jose');
const key = new Uint8Array(hkdfSync('sha256', SECRET, '', 'NextAuth.js Generated Encryption Key', 32));
const tokenWith = (header: { alg: string; enc: string; jku?: string }): Promise<string> =>
  new EncryptJWT({ sub: 'somebody' }).setProtectedHeader(header).setExpirationTime('1h').encrypt(key);

test('a cookie as the shop encrypts it is read', async () => {
  const token = await encode({ secret: SECRET, token: { sub: 'somebody' } });
  expect(await decodeToken({ secret: SECRET, token })).toMatchObject({ sub: 'somebody' });
});

const OTHERS: { alg: string; enc: string; jku?: string }[] = [
  { alg: 'dir', enc: 'A128CBC-HS256' },
  { alg: 'A256GCMKW', enc: 'A256GCM' },
  { alg: 'A256KW', enc: 'A128GCM' },
  { alg: 'dir', enc: 'A256GCM', jku: 'https://keys.example.org' },
];

test.for(OTHERS)('one encrypted with $alg and $enc is not, although next-auth would read it', async (header) => {
  const token = await tokenWith(header);
  expect(await decode({ secret: SECRET, token })).toMatchObject({ sub: 'somebody' });
  expect(await decodeToken({ secret: SECRET, token })).toBeNull();
});

test('no cookie, an empty one and one without algorithms are none', async () => {
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.`;
  for (const token of [undefined, '', 'x', unsigned]) expect(await decodeToken({ secret: SECRET, token })).toBeNull();
});

test('an expired cookie, one for another purpose and one with another secret are refused', async () => {
  const token = { sub: 'somebody' };
  const expired = await encode({ secret: SECRET, token, maxAge: -60 });
  const foreign = await encode({ secret: 'another secret of thirty-two chars', token });
  const state = await encode({ secret: SECRET, token, salt: 'next-auth.state' });
  for (const value of [expired, foreign, state])
    await expect(decodeToken({ secret: SECRET, token: value })).rejects.toThrow();
});
