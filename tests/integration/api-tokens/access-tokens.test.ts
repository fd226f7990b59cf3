import { createHmac, randomUUID } from 'node:crypto';
import { exportSPKI, generateKeyPair, importJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { encode } from 'next-auth/jwt';
import { expect, test } from 'vitest';
import { createSession } from '#lib/accounts/create-session.ts';
import { endSession } from '#lib/accounts/end-session.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { isRecentlyProven, proveSession } from '#lib/accounts/session-proof.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { authenticateRequest, requireScope } from '#lib/api-tokens/authenticate-request.ts';
import { readKeys } from '#lib/api-tokens/signing-key-rows.ts';
import { decodeToken } from '#lib/auth/decode-token.ts';
import { toToken } from '#lib/auth/session-token.ts';
import { db } from '#lib/db.ts';
import type { ApiProblem } from '#lib/domain/api/problem.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { env } from '#lib/env.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeSession, makeUser } from '../../support/database/factories.ts';
import { makeMember, payloadOf, signIn } from './api-tokens-fixture.ts';

await waitForRedis();

const SHOP = 'http://localhost:3000';
const owner = await makeMember();
const { body: tokens } = await signIn(owner.username);
const GOOD = payloadOf(tokens.access_token) as JWTPayload & { sid: string };
const [key] = await readKeys(db());
if (!key) throw new Error('there is no key');

const bearer = (token: string) => authenticateRequest(`Bearer ${token}`);
const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: ApiProblem) => ({ code: error.code, status: error.status, header: error.headers['www-authenticate'] }),
  );
const INVALID = {
  code: 'token-invalid',
  status: 401,
  header: `Bearer realm="${SHOP}/api/v1", error="invalid_token"`,
};

/** A token that the shop's own key has signed, with changes. */
const signed = async (changes: Partial<JWTPayload>, header: Partial<JWTHeaderParameters> = {}) =>
  new SignJWT({ ...GOOD, ...changes })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt', ...header })
    .sign(await importJWK(key.privateJwk, 'ES256'), { crit: { 'urn:new': true } });

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

test('an access token opens the API for its account, with the scopes of its grant, and says nothing confidential', async () => {
  expect(await bearer(tokens.access_token)).toEqual({
    viewer: owner,
    scopes: new Set(['profile:read', 'posts:read', 'posts:write', 'orders:read']),
  });
  expect(JSON.parse(Buffer.from(tokens.access_token.split('.')[0] ?? '', 'base64url').toString())).toEqual({
    ...{ alg: 'ES256', typ: 'at+jwt', kid: key.kid },
  });
  expect(GOOD).toEqual({
    ...{ iss: SHOP, aud: `${SHOP}/api/v1`, sub: owner.id, client_id: 'curl' },
    ...{ scope: tokens.scope, sid: expect.any(String), jti: expect.any(String) },
    ...{ iat: GOOD.iat, nbf: GOOD.iat, exp: (GOOD.iat ?? 0) + 900 },
  });
  // What the attacks below change is otherwise right.
  expect(await bearer(await signed({}))).toMatchObject({ viewer: owner });
});

const ATTACKS: readonly [string, () => string | Promise<string>][] = [
  ['from another shop', () => signed({ iss: 'https://other.example' })],
  ['for another service', () => signed({ aud: SHOP })],
  ['that has ended', () => signed({ exp: inSeconds(-10) })],
  ['that is not valid yet', () => signed({ nbf: inSeconds(60) })],
  ['without an end', () => signed({ exp: undefined })],
  ['of another type, such as an ID token', () => signed({}, { typ: 'JWT' })],
  ['without a type', () => signed({}, { typ: undefined })],
  ['with a critical extension', () => signed({}, { crit: ['urn:new'], 'urn:new': 1 })],
  ['of another account', async () => signed({ sub: (await makeUser()).id })],
  ['that names no account', () => signed({ sub: 'admin' })],
  ['with unknown scopes', () => signed({ scope: 'everything' })],
  ['of a browser’s session', async () => signed({ sid: (await makeSession(owner.id)).sessionId })],
  ['with an unknown key', () => signed({}, { kid: 'unknown' })],
  ['without a key', () => signed({}, { kid: undefined as never })],
  ['with “none” as its algorithm', () => `${encoded({ alg: 'none', typ: 'at+jwt', kid: key.kid })}.${encoded(GOOD)}.`],
  ['with the public key as an HMAC’s secret', hmacWithPublicKey],
  ['that brings its own key along', ownKey],
  [
    'whose content was changed',
    () => tokens.access_token.replace(/\.[^.]+\./, `.${encoded({ ...GOOD, sub: randomUUID() })}.`),
  ],
  ['that is a session cookie', async () => sessionCookie(await makeSession(owner.id))],
  ['that is huge', () => `${'a'.repeat(9_000)}.b.c`],
  ['that is none', () => 'mys'],
  ['that is empty', () => ''],
];

test.for(ATTACKS)('a token %s opens nothing', async ([, make]) => {
  expect(await problemOf(bearer(await make()))).toEqual(INVALID);
});

async function hmacWithPublicKey(): Promise<string> {
  const text = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid: key?.kid })}.${encoded(GOOD)}`;
  const spki = await exportSPKI((await importJWK(key?.publicJwk ?? {}, 'ES256', { extractable: true })) as never);
  return `${text}.${createHmac('sha256', spki).update(text).digest('base64url')}`;
}

async function ownKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  const jwk = { ...key?.publicJwk };
  return new SignJWT(GOOD)
    .setProtectedHeader({ alg: 'ES256', kid: key?.kid ?? '', typ: 'at+jwt', jwk })
    .sign(privateKey);
}

const sessionCookie = (session: SessionRef) => encode({ secret: env().NEXTAUTH_SECRET, token: toToken(session) });

test.for([null, '', 'Basic dXNlcjpwYXNz', 'Bearerabc', 'mys_abc'])(
  'without a token the scheme is named: %j',
  async (sent) => {
    expect(await problemOf(authenticateRequest(sent))).toEqual({
      ...{ code: 'token-missing', status: 401, header: `Bearer realm="${SHOP}/api/v1"` },
    });
  },
);

test('a token is no cookie, and a program’s session nothing that a cookie could name', async () => {
  const program: SessionRef = { userId: owner.id, sessionId: GOOD.sid };
  expect(await decodeToken({ secret: env().NEXTAUTH_SECRET, token: tokens.access_token }).catch(() => null)).toBeNull();
  expect(await getViewer(program)).toBeNull();
  expect(await isRecentlyProven(program)).toBe(false);
  await expect(proveSession(program, async () => {})).rejects.toMatchObject({ code: 'signed-out' });
  const browser = await makeSession(owner.id);
  expect(await getViewer(browser)).toEqual(owner);
  expect(await isRecentlyProven(browser)).toBe(true);
});

test('the database keeps scopes and browsers apart', async () => {
  await expect(makeSession(owner.id, { scopes: ['posts:read'] })).rejects.toThrow('sessions_scopes');
  await expect(makeSession(owner.id, { isProgram: true })).rejects.toThrow('sessions_scopes');
});

test('a token may do what its scopes say, and a refusal names the missing one', async () => {
  const caller = await bearer(tokens.access_token);
  requireScope(caller, 'posts:write');
  expect(() => requireScope(caller, 'orders:refund')).toThrow(
    expect.objectContaining({
      ...{ code: 'scope-missing', status: 403, message: 'The token needs the scope “orders:refund”: Refund sales.' },
      headers: {
        'www-authenticate': `Bearer realm="${SHOP}/api/v1", error="insufficient_scope", scope="orders:refund"`,
      },
    }),
  );
});

test.for([
  ['signing out', async (session: SessionRef) => endSession(session)],
  ['a suspension', async ({ userId }: SessionRef) => suspendAccount(await makeUser({ role: 'ADMIN' }), userId)],
  ['another role', ({ userId: id }: SessionRef) => db().user.update({ where: { id }, data: { role: 'MODERATOR' } })],
  [
    'another password',
    ({ userId: id }: SessionRef) => db().user.update({ where: { id }, data: { passwordHash: 'x' } }),
  ],
  [
    'fourteen days without use',
    ({ sessionId: id }: SessionRef) =>
      db().session.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - 15 * 24 * 3_600_000) } }),
  ],
] as const)('%s ends an access token at once, although its time has not come', async ([, end]) => {
  const person = await makeMember();
  const { body } = await signIn(person.username);
  const { sid } = payloadOf(body.access_token);
  expect(await bearer(body.access_token)).toMatchObject({ viewer: person });
  await end({ userId: person.id, sessionId: String(sid) });
  expect(await problemOf(bearer(body.access_token))).toEqual(INVALID);
});

test('an admin’s token counts only while the account has its second factor', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const { sessionVersion } = await db().user.findUniqueOrThrow({ where: { id: admin.id } });
  const origin = { device: 'API: test', country: null };
  const options = { isFactorProven: true, scopes: ['admin:read', 'posts:read'] as const };
  const { sessionId } = await createSession({ id: admin.id, sessionVersion }, origin, options);
  const token = await signed({ sub: admin.id, sid: sessionId, scope: 'admin:read' });
  expect((await bearer(token)).scopes).toEqual(new Set(['admin:read']));
  // More than the grant has, although it is signed.
  expect(
    (await bearer(await signed({ sub: admin.id, sid: sessionId, scope: 'admin:read orders:refund' }))).scopes,
  ).toEqual(new Set(['admin:read']));
  await db().authenticatorApp.delete({ where: { userId: admin.id } });
  expect(await problemOf(bearer(token))).toEqual(INVALID);
});
