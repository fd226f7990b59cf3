import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Google from 'next-auth/providers/google';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What next-auth itself uses, and the function in which it reads what a provider sends. */
const nextAuth = createRequire(import.meta.url).resolve('next-auth');
const { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } = createRequire(nextAuth)('jose');
const { default: oAuthCallback } = createRequire(nextAuth)(
  path.join(path.dirname(nextAuth), 'core/lib/oauth/callback.js'),
);

const CLIENT = { clientId: 'the-shop', clientSecret: 'a secret of the shop at its provider' };
const KEY_ID = 'one';
let issuer = '';
let idToken = '';
let keys: { publicKey: unknown; privateKey: unknown };
let otherKeys: typeof keys;

/** A provider as Google is one: what it offers, its keys, and an ID token for any code. */
const server = createServer(async (request, response) => {
  const answers: Record<string, unknown> = {
    '/.well-known/openid-configuration': {
      ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
      ...{ jwks_uri: `${issuer}/keys`, id_token_signing_alg_values_supported: ['RS256'] },
    },
    '/keys': { keys: [{ ...(await exportJWK(keys.publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }] },
    '/token': { access_token: 'x', token_type: 'Bearer', id_token: idToken },
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answers[request.url ?? '']));
});

beforeAll(async () => {
  [keys, otherKeys] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const CLAIMS = { sub: '1234', email: 'mira@example.org', email_verified: true };
/** `exp`: seconds from now. */
type Claims = { iss?: string; aud?: string; exp?: number };

const unsigned = ({ iss = issuer, aud = CLIENT.clientId, exp = 300 }: Claims, Token = SignJWT) =>
  new Token(CLAIMS)
    .setIssuer(iss)
    .setAudience(aud)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1_000) + exp);
const signed = (claims: Claims = {}, key = keys.privateKey, header: object = { alg: 'RS256', kid: KEY_ID }) =>
  unsigned(claims).setProtectedHeader(header).sign(key);

/** Who somebody is who comes back from the provider. The state and the code's verifier are other tests'. */
async function signInWith(token: string): Promise<unknown> {
  idToken = token;
  const provider = { ...Google(CLIENT), ...CLIENT, wellKnown: `${issuer}/.well-known/openid-configuration` };
  const { profile } = await oAuthCallback({
    options: {
      provider: { ...provider, checks: [], callbackUrl: 'https://shop.example.org/api/auth/callback/google' },
      logger: { error: () => {}, warn: () => {}, debug: () => {} },
    },
    ...{ query: { code: 'a-code' }, body: {}, method: 'GET', cookies: {} },
  });
  return profile;
}

test('an ID token that the provider has signed for this shop says who somebody is', async () => {
  expect(await signInWith(await signed())).toMatchObject({ id: '1234', email: 'mira@example.org' });
});

const SIGNATURE = /signature|matching key/;

test.for<[string, () => Promise<string> | string, RegExp]>([
  ['of another key', () => signed({}, otherKeys.privateKey), SIGNATURE],
  ['of no key', () => unsigned({}, UnsecuredJWT).encode(), /got: none/],
  ['of the shop’s own secret', () => signed({}, Buffer.from(CLIENT.clientSecret), { alg: 'HS256' }), /got: HS256/],
  ['of a key that it carries itself', () => signedWithOwnKey(), SIGNATURE],
  ['for another shop', () => signed({ aud: 'another-shop' }), /^aud mismatch/],
  ['of another provider', () => signed({ iss: 'https://accounts.example.org' }), /^unexpected iss/],
  ['that has expired', () => signed({ exp: -300 }), /^JWT expired/],
])('one %s is refused', async ([, makeToken, reason]) => {
  await expect(signInWith(await makeToken())).rejects.toThrow(reason);
});

const signedWithOwnKey = async () =>
  signed({}, otherKeys.privateKey, { alg: 'RS256', jwk: await exportJWK(otherKeys.publicKey) });
