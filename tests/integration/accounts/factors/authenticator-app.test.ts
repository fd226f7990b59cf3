import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { beforeEach, expect, test, vi } from 'vitest';
import { createSession } from '#lib/accounts/create-session.ts';
import { findAskedFactors } from '#lib/accounts/factors/find-asked-factors.ts';
import { replaceRecoveryCodes } from '#lib/accounts/factors/recovery-codes.ts';
import { beginAppSetUp, confirmAppSetUp, removeApp } from '#lib/accounts/factors/set-up-app.ts';
import { requireSignInMethods } from '#lib/accounts/factors/sign-in-methods.ts';
import { takeCode } from '#lib/accounts/factors/take-code.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeSession, makeUser } from '../../../support/database/factories.ts';

await waitForRedis();

/** Ten seconds into a step. */
const NOW = Math.floor(Date.now() / 30_000) * 30_000 + 10_000;
const STEP_MS = 30_000;
const HERE = { device: '', country: null };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  return () => vi.useRealTimers();
});

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * STEP_MS });
/** Of another address each time, so that limits by address do not matter. */
const take = (viewer: Viewer, code: string) => takeCode(viewer.id, code, randomUUID());
/** A code that no step near now has. */
const wrongCode = (secret: string) => {
  const near = [-1, 0, 1].map((steps) => codeOf(secret, steps));
  return ['000000', '111111', '222222', '333333'].find((code) => !near.includes(code)) ?? '';
};

/** An account with an app; the code of the present step is used up by setting it up. */
async function makeAppUser(): Promise<{ user: Viewer; secret: string; codes: string[] }> {
  const user = await makeUser();
  const { secret } = await beginAppSetUp(user);
  const codes = await confirmAppSetUp(user, codeOf(secret));
  return { user, secret, codes: codes ?? [] };
}

test('an app counts once its first code is typed in, and comes with ten recovery codes', async () => {
  const user = await makeUser();
  const { secret, url } = await beginAppSetUp(user);
  expect(url).toContain(secret);
  expect(url).toContain(user.username);
  expect((await beginAppSetUp(user)).secret).toBe(secret);
  expect(await requireSignInMethods(user.id)).toMatchObject({ hasApp: false, hasSecondFactor: false });
  await expect(confirmAppSetUp(user, wrongCode(secret))).rejects.toMatchObject({ code: 'wrong-code' });
  await expect(take(user, codeOf(secret))).rejects.toMatchObject({ code: 'wrong-code' });

  const codes = await confirmAppSetUp(user, codeOf(secret));
  expect(new Set(codes).size).toBe(10);
  for (const code of codes ?? []) expect(code).toMatch(/^([2-9A-HJKMNP-TV-Z]{6}-){3}[2-9A-HJKMNP-TV-Z]{6}$/);
  expect(await requireSignInMethods(user.id)).toMatchObject({ hasApp: true, hasSecondFactor: true, recoveryCodes: 10 });
  expect(await getViewer(await makeSession(user.id))).toEqual({ ...user, hasSecondFactor: true });
  await expect(beginAppSetUp(user)).rejects.toMatchObject({ code: 'app-exists' });
  await expect(confirmAppSetUp(user, codeOf(secret, 1))).rejects.toMatchObject({ code: 'app-exists' });
});

test('a secret that nobody confirmed is replaced after an hour', async () => {
  const user = await makeUser();
  const { secret } = await beginAppSetUp(user);
  vi.setSystemTime(Date.now() + 61 * 60_000);
  expect((await beginAppSetUp(user)).secret).not.toBe(secret);
  await expect(confirmAppSetUp(user, codeOf(secret))).rejects.toMatchObject({ code: 'wrong-code' });
});

test('what is stored of a secret is neither the secret nor of use for another account', async () => {
  const { user, secret } = await makeAppUser();
  const stored = await db().authenticatorApp.findUniqueOrThrow({ where: { userId: user.id } });
  expect(Buffer.from(stored.secret).includes(Buffer.from(Secret.fromBase32(secret).bytes))).toBe(false);
  const { user: other } = await makeAppUser();
  await db().authenticatorApp.update({ where: { userId: other.id }, data: { secret: stored.secret, lastStep: 0 } });
  await expect(take(other, codeOf(secret))).rejects.toMatchObject({ code: 'wrong-code' });
});

test('a code is accepted once, also when two requests send it at the same time', async () => {
  const { user, secret } = await makeAppUser();
  // The first code was used up by setting up the app.
  await expect(take(user, codeOf(secret))).rejects.toMatchObject({ code: 'wrong-code' });
  vi.setSystemTime(Date.now() + STEP_MS);
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => take(user, codeOf(secret))));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(take(user, codeOf(secret))).rejects.toMatchObject({ code: 'wrong-code' });
});

test('a code lasts for its 30 seconds: those of the step before and after are refused', async () => {
  const { user, secret } = await makeAppUser();
  vi.setSystemTime(Date.now() + 10 * STEP_MS);
  for (const steps of [-2, -1, 1, 2])
    await expect(take(user, codeOf(secret, steps))).rejects.toMatchObject({ code: 'wrong-code' });
  expect(await take(user, codeOf(secret))).toBe('app');
});

test('a code of another account’s app is wrong', async () => {
  const [{ user }, { secret }] = [await makeAppUser(), await makeAppUser()];
  vi.setSystemTime(Date.now() + STEP_MS);
  await expect(take(user, codeOf(secret))).rejects.toMatchObject({ code: 'wrong-code' });
});

test('a recovery code works once, for its account, however it is typed, and for one of two who are as fast', async () => {
  const { user, codes } = await makeAppUser();
  const [first = '', second = ''] = codes;
  const { user: other } = await makeAppUser();
  await expect(take(other, first)).rejects.toMatchObject({ code: 'wrong-code' });
  expect(await take(user, ` ${first.toLowerCase().replaceAll('-', ' ')} `)).toBe('recovery');
  await expect(take(user, first)).rejects.toMatchObject({ code: 'wrong-code' });
  const results = await Promise.allSettled([take(user, second), take(user, second)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await requireSignInMethods(user.id)).toMatchObject({ recoveryCodes: 8 });
  expect(await db().recoveryCode.count({ where: { userId: user.id } })).toBe(8);
});

test('new recovery codes replace the old ones, and there are none without a factor', async () => {
  const { user, codes } = await makeAppUser();
  const replaced = await replaceRecoveryCodes(user);
  expect(replaced).toHaveLength(10);
  await expect(take(user, codes[0] ?? '')).rejects.toMatchObject({ code: 'wrong-code' });
  expect(await take(user, replaced[0] ?? '')).toBe('recovery');
  await expect(replaceRecoveryCodes(await makeUser())).rejects.toMatchObject({ code: 'no-second-factor' });
});

test('a removed app and its recovery codes open nothing, and nobody else removes it', async () => {
  const { user, secret, codes } = await makeAppUser();
  await expect(removeApp(await makeUser())).rejects.toMatchObject({ code: 'not-found' });
  await removeApp(user);
  await expect(removeApp(user)).rejects.toMatchObject({ code: 'not-found' });
  vi.setSystemTime(Date.now() + STEP_MS);
  await expect(take(user, codeOf(secret))).rejects.toMatchObject({ code: 'wrong-code' });
  await expect(take(user, codes[0] ?? '')).rejects.toMatchObject({ code: 'wrong-code' });
  expect(await requireSignInMethods(user.id)).toMatchObject({ hasSecondFactor: false, recoveryCodes: 0 });
});

test('an account with a factor gets no session without it', async () => {
  const { user } = await makeAppUser();
  const { sessionVersion } = await db().user.findUniqueOrThrow({ where: { id: user.id } });
  const account = { id: user.id, sessionVersion };
  await expect(createSession(account, HERE)).rejects.toMatchObject({ code: 'second-factor-needed' });
  const session = await createSession(account, HERE, { isFactorProven: true });
  expect(await getViewer(session)).toMatchObject({ id: user.id });
});

test('a sign-in that has begun ends with a change of the password, a suspension, or the last factor', async () => {
  const asked = async ({ id }: Viewer) => {
    const { sessionVersion } = await db().user.findUniqueOrThrow({ where: { id } });
    return { id, sessionVersion };
  };
  const [changed, suspended, removed] = [await makeAppUser(), await makeAppUser(), await makeAppUser()];
  const pending = await Promise.all([changed, suspended, removed].map(({ user }) => asked(user)));
  for (const account of pending) expect(await findAskedFactors(account)).toEqual({ hasApp: true, hasPasskey: false });
  await db().user.update({ where: { id: changed.user.id }, data: { passwordHash: 'another' } });
  await db().user.update({ where: { id: suspended.user.id }, data: { suspendedAt: new Date() } });
  await removeApp(removed.user);
  for (const account of pending) expect(await findAskedFactors(account)).toBeNull();
  const [first] = pending;
  if (first)
    await expect(createSession(first, HERE, { isFactorProven: true })).rejects.toMatchObject({ code: 'wrong-sign-in' });
});

test('guesses are limited from one address, and from all together', async () => {
  const { user, secret } = await makeAppUser();
  vi.setSystemTime(Date.now() + STEP_MS);
  const wrong = wrongCode(secret);
  for (let attempt = 0; attempt < 10; attempt++)
    await expect(takeCode(user.id, wrong, 'one address')).rejects.toMatchObject({ code: 'wrong-code' });
  await expect(takeCode(user.id, codeOf(secret), 'one address')).rejects.toMatchObject({ code: 'too-many-attempts' });
  expect(await takeCode(user.id, codeOf(secret), 'the owner’s')).toBe('app');
  for (let attempt = 0; attempt < 20; attempt++)
    await expect(take(user, wrong)).rejects.toMatchObject({ code: 'wrong-code' });
  await expect(take(user, codeOf(secret, 1))).rejects.toMatchObject({ code: 'too-many-attempts' });
});

test('the owner gets a mail, and the audit log a line, about each change and each recovery code', async () => {
  const { user, codes } = await makeAppUser();
  await take(user, codes[0] ?? '');
  await replaceRecoveryCodes(user);
  await removeApp(user);
  const expected = ['factor-added', 'recovery-code-used', 'recovery-codes-replaced', 'factor-removed'];
  const mails = await db().message.findMany({ where: { userId: user.id }, orderBy: { createdAt: 'asc' } });
  expect(mails.map(({ kind }) => kind).sort()).toEqual([...expected].sort());
  for (const { recipient } of mails) expect(recipient).toBe(user.email);
  const lines = await db().auditEntry.findMany({ where: { actorId: user.id }, orderBy: { id: 'asc' } });
  expect(lines.map(({ action }) => action)).toEqual(expected);
  expect(
    JSON.stringify([mails, lines], (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain(codes[0]);
});
