import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { listSessions } from '#lib/accounts/list-sessions.ts';
import { authenticateRequest } from '#lib/api-tokens/authenticate-request.ts';
import { db } from '#lib/db.ts';
import { MAX_SESSIONS } from '#lib/domain/session.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { makeSession, makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import {
  addApp,
  makeMember,
  PASSWORD,
  payloadOf,
  refresh,
  requestRevocation,
  requestToken,
  signIn,
} from './api-tokens-fixture.ts';

await waitForRedis();

const opens = (token: string) =>
  authenticateRequest(`Bearer ${token}`).then(
    () => true,
    () => false,
  );
const programsOf = (userId: string) => db().session.findMany({ where: { userId, isProgram: true } });
const actionsAbout = async (subjectId: string) =>
  (await db().auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })).map(({ action }) => action);

test('a name and a password get two tokens, a session that its owner can recognise, and a line in the audit log', async () => {
  const person = await makeMember();
  const { status, headers, body } = await signIn(person.email);
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toEqual({
    ...{ access_token: expect.stringMatching(/^eyJ/), refresh_token: expect.stringMatching(/^[\w-]{43}$/) },
    ...{ token_type: 'Bearer', expires_in: 900, scope: 'profile:read posts:read posts:write orders:read' },
  });
  await signIn(person.username, { client_id: 'My  script\u0000', scope: 'orders:read orders:read' });
  const sessions = await listSessions({ userId: person.id, sessionId: randomUUID() });
  expect(sessions.map(({ device }) => device).sort()).toEqual(['API: My  script', 'API: curl']);
  const [entry] = await db().auditEntry.findMany({ where: { subjectId: person.id } });
  expect(entry).toMatchObject({
    action: 'signed-in',
    details: { device: 'API: curl', factors: 'one', scopes: body.scope },
  });
  expect(JSON.stringify(await db().refreshToken.findMany())).not.toContain(body.refresh_token);
});

const FORM = { grant_type: 'password', username: 'nobody', password: PASSWORD };
const encodedForm = new URLSearchParams(FORM).toString();
const REFUSED: readonly [string, Record<string, string> | string, Record<string, string>, string][] = [
  ['no grant type', {}, {}, 'invalid_request'],
  ['no password', { grant_type: 'password', username: 'a' }, {}, 'invalid_request'],
  ['a parameter without a value', { ...FORM, password: '' }, {}, 'invalid_request'],
  ['a name that is too long', { ...FORM, username: 'a'.repeat(2_000) }, {}, 'invalid_request'],
  ['a parameter twice', `${encodedForm}&username=other`, {}, 'invalid_request'],
  ['too much', { ...FORM, more: 'a'.repeat(20_000) }, {}, 'invalid_request'],
  ['JSON', JSON.stringify(FORM), { 'content-type': 'application/json' }, 'invalid_request'],
  ['a form of a browser', encodedForm, { 'content-type': 'multipart/form-data; boundary=x' }, 'invalid_request'],
  [
    'a page of another site',
    FORM,
    { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' },
    'invalid_request',
  ],
  ['another grant', { grant_type: 'client_credentials' }, {}, 'unsupported_grant_type'],
  ['an unknown scope', { ...FORM, scope: 'posts:read everything' }, {}, 'invalid_scope'],
  ['a scope that is blank', { ...FORM, scope: ' ' }, {}, 'invalid_scope'],
  ['a scope of Object', { ...FORM, scope: 'constructor' }, {}, 'invalid_scope'],
  ['an unknown name', FORM, {}, 'invalid_grant'],
  ['a name with NUL', { ...FORM, username: 'a\u0000' }, {}, 'invalid_grant'],
  ['a made-up refresh token', { grant_type: 'refresh_token', refresh_token: 'a'.repeat(43) }, {}, 'invalid_grant'],
];

test.for(REFUSED)('%s is refused as RFC 6749 says', async ([, fields, headers, error]) => {
  const reply = await requestToken(fields, { 'content-type': 'application/x-www-form-urlencoded', ...headers });
  expect(reply).toMatchObject({ status: 400, body: { error } });
  // Characters of RFC 6749, 5.2.
  expect(reply.body.error_description).toMatch(/^[ !#-[\]-~]+$/);
  expect(reply.headers.get('cache-control')).toBe('no-store');
});

test('a wrong password has the same answer as an unknown name, and too many of them wait', async () => {
  const person = await makeMember();
  const wrong = (username: string) => requestToken({ grant_type: 'password', username, password: 'wrong password' });
  const replies = [await wrong(person.username), await wrong(`nobody-${randomUUID()}`)];
  expect(replies.map(({ status, body }) => [status, body])).toEqual(
    Array(2).fill([400, { error: 'invalid_grant', error_description: 'Wrong username or password.' }]),
  );
  for (let guess = 1; guess < 10; guess++) await wrong(person.username);
  const { status, headers, body } = await signIn(person.username);
  expect([status, body.error]).toEqual([429, 'too_many_requests']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await programsOf(person.id)).toEqual([]);
  await redis().flushdb();
});

test('a suspended account gets no token', async () => {
  const person = await makeMember({ suspendedAt: new Date() });
  expect(await signIn(person.username)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('the second factor is asked for, and each code counts once', async () => {
  const person = await makeMember();
  const code = await addApp(person.id);
  const without = await signIn(person.username);
  expect(without).toMatchObject({ status: 400, body: { error: 'mfa_required' } });
  expect(without.body.error_description).toContain("as 'otp'");
  const wrong = code === '000000' ? '111111' : '000000';
  expect(await signIn(person.username, { otp: wrong })).toMatchObject({ body: { error: 'invalid_grant' } });
  expect(await programsOf(person.id)).toEqual([]);
  // The code of the app may have ended between two steps of 30 seconds: then there is another one.
  const given = await signIn(person.username, { otp: code });
  const { body } = given.status === 200 ? given : await signIn(person.username, { otp: await addApp(person.id) });
  expect(await opens(body.access_token)).toBe(true);
  expect(await signIn(person.username, { otp: code })).toMatchObject({ body: { error: 'invalid_grant' } });
  const recovery = 'A'.repeat(24);
  await db().recoveryCode.create({
    data: { userId: person.id, hash: createHash('sha256').update(`${person.id} ${recovery}`).digest() },
  });
  expect((await signIn(person.username, { otp: recovery })).status).toBe(200);
});

test('who has only passkeys is told of personal access tokens', async () => {
  const person = await makeMember({
    passkeys: { create: { id: randomUUID(), publicKey: Buffer.from('k'), name: 'key' } },
  });
  const { body } = await signIn(person.username);
  expect(body).toMatchObject({ error: 'mfa_required' });
  expect(body.error_description).toContain('http://localhost:3000/dashboard/settings/tokens');
});

test('admins’ scopes are for admins with a second factor', async () => {
  const [member, bare, admin] = [
    await makeMember(),
    await makeMember({ role: 'ADMIN' }),
    await makeMember({ role: 'ADMIN' }),
  ];
  await db().authenticatorApp.delete({ where: { userId: bare.id } });
  for (const { username } of [member, bare])
    expect(await signIn(username, { scope: 'posts:read admin:read' })).toMatchObject({
      body: { error: 'invalid_scope' },
    });
  const otp = await addApp(admin.id);
  const { body } = await signIn(admin.username, { scope: 'admin:read', otp });
  expect(body.scope).toBe('admin:read');
});

test('scripts that sign in again and again sign nobody out who sits at a browser', async () => {
  const person = await makeMember();
  const browser = await makeSession(person.id, { createdAt: new Date(0) });
  for (let age = 1; age <= MAX_SESSIONS; age++)
    await makeSession(person.id, { isProgram: true, scopes: ['posts:read'], createdAt: new Date(age) });
  await signIn(person.username);
  const programs = await programsOf(person.id);
  expect(programs).toHaveLength(MAX_SESSIONS);
  expect(programs.some(({ createdAt }) => createdAt.getTime() === 1)).toBe(false);
  expect(await db().session.count({ where: { id: browser.sessionId } })).toBe(1);
});

test('a refresh token gets another pair, and the same scopes again after it has asked for fewer', async () => {
  const person = await makeMember();
  const { body: first } = await signIn(person.username, { scope: 'posts:read posts:write' });
  const { body: second } = await refresh(first.refresh_token, { scope: 'posts:read' });
  expect(second).toMatchObject({ scope: 'posts:read', expires_in: 900 });
  expect((await authenticateRequest(`Bearer ${second.access_token}`)).scopes).toEqual(new Set(['posts:read']));
  expect(payloadOf(second.access_token)).toMatchObject({ client_id: 'curl', sid: payloadOf(first.access_token).sid });
  const more = await refresh(second.refresh_token, { scope: 'posts:read orders:refund' });
  expect(more).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  // What was refused has not used it up.
  const { body: third } = await refresh(second.refresh_token);
  expect(third.scope).toBe('posts:read posts:write');
  expect(await opens(third.access_token)).toBe(true);
});

test('a refresh token that is used twice ends its grant, and is recorded once', async () => {
  const person = await makeMember();
  const [{ body: other }, { body: first }] = [await signIn(person.username), await signIn(person.username)];
  const { body: second } = await refresh(first.refresh_token);
  for (const token of [first.refresh_token, second.refresh_token, first.refresh_token])
    expect(await refresh(token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect([await opens(first.access_token), await opens(second.access_token)]).toEqual([false, false]);
  expect(await opens(other.access_token)).toBe(true);
  expect(await actionsAbout(person.id)).toEqual(['signed-in', 'signed-in', 'refresh-token-reused']);
});

test('of twenty equal requests one gets tokens', async () => {
  const person = await makeMember();
  const { body } = await signIn(person.username);
  const replies = await Promise.all(Array.from({ length: 20 }, () => refresh(body.refresh_token)));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(400)]);
  expect(await programsOf(person.id)).toEqual([]);
  expect(await actionsAbout(person.id)).toEqual(['signed-in', 'refresh-token-reused']);
});

test('a grant is no longer than its session', async () => {
  const person = await makeMember();
  const { body } = await signIn(person.username);
  const [session] = await programsOf(person.id);
  const days = ((session?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
  const id = session?.id ?? '';
  await db().session.update({ where: { id }, data: { expiresAt: new Date(Date.now() + 60_000) } });
  const { body: last } = await refresh(body.refresh_token);
  expect(last.expires_in).toBeGreaterThan(50);
  expect(last.expires_in).toBeLessThanOrEqual(60);
  await db().session.update({ where: { id }, data: { expiresAt: new Date() } });
  expect(await refresh(last.refresh_token)).toMatchObject({ body: { error: 'invalid_grant' } });
});

test('refreshing again and again is limited, and the token that waits still works', async () => {
  const person = await makeMember();
  const { body } = await signIn(person.username);
  const [session] = await programsOf(person.id);
  await redis().set(`limit:refresh-grant:${session?.id}`, 120, 'EX', 100);
  const { status, headers } = await refresh(body.refresh_token);
  expect([status, Number(headers.get('retry-after')) > 90]).toEqual([429, true]);
  await redis().flushdb();
  expect((await refresh(body.refresh_token)).status).toBe(200);
});

test.for(['refresh_token', 'access_token'] as const)('a %s ends its grant', async (kind) => {
  const person = await makeMember();
  const [{ body: kept }, { body }] = [await signIn(person.username), await signIn(person.username)];
  const reply = await requestRevocation({ token: body[kind], token_type_hint: 'nonsense' });
  expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(await opens(body.access_token)).toBe(false);
  expect(await refresh(body.refresh_token)).toMatchObject({ body: { error: 'invalid_grant' } });
  expect(await opens(kept.access_token)).toBe(true);
  await eventually(async () => expect((await actionsAbout(person.id)).at(-1)).toBe('signed-out'));
  expect((await requestRevocation({ token: body[kind] })).status).toBe(200);
});

test('revoking what is no token says nothing about it', async () => {
  for (const token of ['a', 'a'.repeat(43), `mys_${'a'.repeat(36)}`, 'a.b.c'])
    expect((await requestRevocation({ token })).status).toBe(200);
  expect(await requestRevocation({})).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  const someone = await makeUser();
  expect(await programsOf(someone.id)).toEqual([]);
});
