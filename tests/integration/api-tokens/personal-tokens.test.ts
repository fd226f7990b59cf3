import { expect, test } from 'vitest';
import { changePassword } from '#lib/accounts/change-password.ts';
import { changeRole } from '#lib/accounts/change-role.ts';
import { resetPassword } from '#lib/accounts/reset-password.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { authenticateRequest } from '#lib/api-tokens/authenticate-request.ts';
import { createPersonalToken } from '#lib/api-tokens/create-personal-token.ts';
import { deleteEndedTokens } from '#lib/api-tokens/delete-ended-tokens.ts';
import { deletePersonalToken } from '#lib/api-tokens/delete-personal-token.ts';
import { listPersonalTokens } from '#lib/api-tokens/list-personal-tokens.ts';
import { db } from '#lib/db.ts';
import { MAX_PERSONAL_TOKENS } from '#lib/domain/api/tokens.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { waitForRedis } from '#lib/redis.ts';
import { createToken } from '#lib/tokens/create-token.ts';
import { makeUser } from '../../support/database/factories.ts';
import { closeForGood } from '../leaving/leaving-fixture.ts';
import { makeMember, PASSWORD, requestRevocation, storePersonalToken } from './api-tokens-fixture.ts';

await waitForRedis();

const DAY = 86_400_000;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);
const bearer = (token: string) => authenticateRequest(`Bearer ${token}`);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error) => error.code,
  );
const NEW = { name: 'Studio <script>', scopes: ['posts:read', 'posts:write'], days: 30 } as const;
const make = (viewer: Viewer, changes: Partial<Parameters<typeof createPersonalToken>[1]> = {}) =>
  createPersonalToken(viewer, { ...NEW, scopes: [...NEW.scopes], ...changes });

test('a personal access token opens the API with its scopes, and is told to its owner and the audit log', async () => {
  const owner = await makeUser();
  const token = await make(owner);
  expect(token).toMatch(/^mys_[0-9A-Za-z]{36}$/);
  expect(await bearer(token)).toEqual({ viewer: owner, scopes: new Set(NEW.scopes) });
  expect(await authenticateRequest(`bearer   ${token}`)).toMatchObject({ viewer: owner });
  const [listed] = await listPersonalTokens(owner);
  expect(listed).toEqual({
    ...{ id: expect.any(String), name: NEW.name, scopes: NEW.scopes, ending: token.slice(-4), isExpired: false },
    ...{ createdAt: expect.any(String), expiresAt: expect.any(String), lastUsedAt: expect.any(String) },
  });
  expect(Math.round((Date.parse(listed?.expiresAt ?? '') - Date.now()) / DAY)).toBe(30);
  expect(await db().message.findMany({ where: { userId: owner.id } })).toMatchObject([
    { kind: 'token-created', recipient: owner.email, data: { name: NEW.name } },
  ]);
  await deletePersonalToken(owner, listed?.id ?? '');
  expect(await codeOf(bearer(token))).toBe('token-invalid');
  const rows = await db().auditEntry.findMany({
    where: { subjectId: owner.id },
    orderBy: { id: 'asc' },
    omit: { id: true },
  });
  expect(rows).toMatchObject([
    { action: 'token-created', actorId: owner.id, details: { name: NEW.name, scopes: 'posts:read posts:write' } },
    { action: 'token-deleted', actorId: owner.id, details: { name: NEW.name } },
  ]);
  const stored = JSON.stringify([rows, await db().message.findMany(), await db().personalToken.findMany()]);
  expect(stored).not.toContain(token.slice(4, 20));
});

test('a token with a wrong letter is none, and one that has ended neither; its last use is exact to five minutes', async () => {
  const owner = await makeUser();
  const token = await make(owner);
  const wrong = `${token.slice(0, 10)}${token[10] === 'a' ? 'b' : 'a'}${token.slice(11)}`;
  for (const other of [wrong, token.toUpperCase(), `${token}a`, token.slice(0, -1)])
    expect(await codeOf(bearer(other))).toBe('token-invalid');
  const row = async () => db().personalToken.findFirstOrThrow({ where: { userId: owner.id } });
  await bearer(token);
  const first = (await row()).lastUsedAt;
  await bearer(token);
  expect((await row()).lastUsedAt).toEqual(first);
  const { id } = await row();
  await db().personalToken.update({ where: { id }, data: { lastUsedAt: ago(6 * 60_000) } });
  await bearer(token);
  expect((await row()).lastUsedAt?.getTime()).toBeGreaterThan(ago(60_000).getTime());
  await db().personalToken.update({ where: { id }, data: { expiresAt: ago(1) } });
  expect(await codeOf(bearer(token))).toBe('token-invalid');
  expect(await listPersonalTokens(owner)).toMatchObject([{ id, isExpired: true }]);
});

test('nobody gives more than their account has, deletes another’s, or keeps more than fifty', async () => {
  const owner = await makeUser();
  expect(await codeOf(make(owner, { scopes: ['posts:read', 'admin:read'] }))).toBe('scope-not-yours');
  // The page was opened by somebody who was an admin then.
  expect(await codeOf(make({ ...owner, role: 'ADMIN', hasSecondFactor: true }, { scopes: ['admin:read'] }))).toBe(
    'scope-not-yours',
  );
  for (let each = 1; each < MAX_PERSONAL_TOKENS; each++)
    await storePersonalToken(owner.id, Buffer.from(`${owner.id} ${each}`));
  const results = await Promise.all(Array.from({ length: 4 }, () => codeOf(make(owner))));
  expect(results.sort()).toEqual([null, 'too-many-tokens', 'too-many-tokens', 'too-many-tokens'].sort());
  const [listed] = await listPersonalTokens(owner);
  expect(await codeOf(deletePersonalToken(await makeUser(), listed?.id ?? ''))).toBe('not-found');
  expect(await db().personalToken.count({ where: { userId: owner.id } })).toBe(MAX_PERSONAL_TOKENS);
});

test('an admin’s token waits for the account’s second factor, and a demotion ends it', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const token = await make(admin, { scopes: ['admin:read'] });
  expect((await bearer(token)).scopes).toEqual(new Set(['admin:read']));
  await db().authenticatorApp.delete({ where: { userId: admin.id } });
  expect(await codeOf(bearer(token))).toBe('token-invalid');
  await db().authenticatorApp.create({
    data: { userId: admin.id, secret: new Uint8Array(48), confirmedAt: new Date() },
  });
  expect(await codeOf(bearer(token))).toBeNull();
  await changeRole(admin.username, 'MEMBER');
  await changeRole(admin.username, 'ADMIN');
  expect(await codeOf(bearer(token))).toBe('token-invalid');
});

test.for([
  ['a suspension', async ({ id }: Viewer) => suspendAccount(await makeUser({ role: 'ADMIN' }), id)],
  ['another role', ({ username }: Viewer) => changeRole(username, 'MODERATOR')],
  ['closing the account', (viewer: Viewer) => closeForGood(viewer)],
  [
    'a change of email that is taken back',
    ({ id }: Viewer) => db().user.update({ where: { id }, data: { sessionVersion: { increment: 1 } } }),
  ],
  ['a lost password', replaceLostPassword],
] as const)('%s deletes the account’s tokens, and no others', async ([, end]) => {
  const [owner, bystander] = [await makeMember(), await makeUser()];
  const [token, other] = [await make(owner), await make(bystander)];
  await end(owner);
  expect(await codeOf(bearer(token))).toBe('token-invalid');
  expect(await db().personalToken.count({ where: { userId: owner.id } })).toBe(0);
  expect(await codeOf(bearer(other))).toBeNull();
});

async function replaceLostPassword({ id, email }: Viewer): Promise<void> {
  const link = await createToken({ userId: id, purpose: 'reset-password', email });
  await resetPassword(link, 'another fine battery');
  expect(await db().auditEntry.findMany({ where: { subjectId: id, action: 'token-deleted' } })).toMatchObject([
    { details: { tokens: 1, because: 'password-reset' } },
  ]);
}

test('another password keeps the tokens, unless its owner wants them deleted', async () => {
  const owner = await makeMember();
  const token = await make(owner);
  await changePassword(owner, { currentPassword: PASSWORD, newPassword: 'another fine battery' });
  expect(await codeOf(bearer(token))).toBeNull();
  const last = { currentPassword: 'another fine battery', newPassword: 'the last fine battery' };
  await expect(changePassword(owner, { ...last, currentPassword: 'wrong', deleteTokens: true })).rejects.toMatchObject({
    code: 'wrong-password',
  });
  expect(await codeOf(bearer(token))).toBeNull();
  await changePassword(owner, { ...last, deleteTokens: true });
  expect(await codeOf(bearer(token))).toBe('token-invalid');
});

test('no order of making one and suspending leaves a token', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  for (let round = 0; round < 10; round++) {
    const owner = await makeUser();
    await Promise.allSettled([make(owner), suspendAccount(admin, owner.id), make(owner)]);
    expect(await db().personalToken.count({ where: { userId: owner.id } })).toBe(0);
  }
});

test('somebody who finds a token can end it', async () => {
  const owner = await makeUser();
  const token = await make(owner);
  expect((await requestRevocation({ token })).status).toBe(200);
  expect(await codeOf(bearer(token))).toBe('token-invalid');
  expect(await db().auditEntry.findMany({ where: { subjectId: owner.id, action: 'token-deleted' } })).toMatchObject([
    { actorKind: 'nobody', details: { name: NEW.name, by: 'its holder' } },
  ]);
});

test('tokens are deleted thirty days after their end', async () => {
  const owner = await makeUser();
  await storePersonalToken(owner.id, Buffer.from('long ago'), { expiresAt: ago(31 * DAY) });
  const recent = await storePersonalToken(owner.id, Buffer.from('recently'), { expiresAt: ago(29 * DAY) });
  expect(await deleteEndedTokens()).toBe(1);
  expect(await listPersonalTokens(owner)).toMatchObject([{ id: recent, isExpired: true }]);
});
