import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { createSession } from '#lib/accounts/create-session.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { requestPasswordReset } from '#lib/accounts/request-password-reset.ts';
import { resetPassword } from '#lib/accounts/reset-password.ts';
import { resolvePasswordResets } from '#lib/accounts/resolve-password-resets.ts';
import { db } from '#lib/db.ts';
import { makeSession, makeUser, uniqueName } from '../../support/database/factories.ts';
import { receiveMails } from '../../support/mail/receive-mails.ts';

const NEW_PASSWORD = 'another horse battery';
const { mailsTo, tokenTo, requireToken } = await receiveMails();

const ask = (name: string) => requestPasswordReset(name, { address: randomUUID(), network: null });
const mayUse = (name: string) => authenticate({ name, password: NEW_PASSWORD }, randomUUID());

test.for(['username', 'email'] as const)(
  'the link for a %s sets a password, once, and ends every session',
  async (by) => {
    const viewer = await makeUser();
    const session = await makeSession(viewer.id);
    await ask(viewer[by].toUpperCase());
    const token = await requireToken(viewer.email, 'reset-password');
    await resetPassword(token, NEW_PASSWORD);
    expect(await mayUse(viewer.username)).toMatchObject({ id: viewer.id });
    expect(await getViewer(session)).toBeNull();
    await expect(resetPassword(token, 'yet another horse')).rejects.toMatchObject({ code: 'link-ended' });
    const subjects = (await mailsTo(viewer.email)).map(({ subject }) => subject);
    expect(subjects[0]).toBe('Your password for MakeYourSpace was changed');
  },
);

test('an unknown name has the same result, leaves nothing behind and sends nothing', async () => {
  const before = await db().message.count();
  await ask('nobody-has-this-name');
  expect(await db().passwordResetRequest.count()).toBe(1);
  expect(await resolvePasswordResets()).toBe(1);
  expect(await db().passwordResetRequest.count()).toBe(0);
  expect(await db().message.count()).toBe(before);
});

test('an account without a password gets its first one', async () => {
  const viewer = await makeUser({ passwordHash: null });
  await db().identity.create({ data: { provider: 'github', subject: uniqueName('subject'), userId: viewer.id } });
  await ask(viewer.username);
  await resetPassword(await requireToken(viewer.email, 'reset-password'), NEW_PASSWORD);
  expect(await mayUse(viewer.email)).toMatchObject({ id: viewer.id });
  expect(await db().identity.count({ where: { userId: viewer.id } })).toBe(1);
});

test('a suspended account gets no link, and one from before opens nothing', async () => {
  const viewer = await makeUser();
  await ask(viewer.username);
  const token = await requireToken(viewer.email, 'reset-password');
  await db().user.update({ where: { id: viewer.id }, data: { suspendedAt: new Date() } });
  await expect(resetPassword(token, NEW_PASSWORD)).rejects.toMatchObject({ code: 'link-ended' });
  expect(await db().accountToken.count({ where: { userId: viewer.id } })).toBe(0);
  await ask(viewer.username);
  expect(await mailsTo(viewer.email)).toHaveLength(1);
});

test('a password that is refused leaves the link for another try', async () => {
  const viewer = await makeUser();
  await ask(viewer.username);
  const token = await requireToken(viewer.email, 'reset-password');
  for (const password of ['password123', viewer.username, viewer.email])
    await expect(resetPassword(token, password)).rejects.toMatchObject({
      code: 'common-password',
      field: 'newPassword',
    });
  await resetPassword(token, NEW_PASSWORD);
});

test('a changed password voids the link', async () => {
  const viewer = await makeUser();
  await ask(viewer.username);
  const token = await requireToken(viewer.email, 'reset-password');
  await db().user.update({ where: { id: viewer.id }, data: { passwordHash: 'changed meanwhile' } });
  await expect(resetPassword(token, NEW_PASSWORD)).rejects.toMatchObject({ code: 'link-ended' });
});

test('of two clicks at once one sets its password', async () => {
  const viewer = await makeUser();
  await ask(viewer.username);
  const token = await requireToken(viewer.email, 'reset-password');
  const results = await Promise.allSettled([resetPassword(token, NEW_PASSWORD), resetPassword(token, NEW_PASSWORD)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('the link proves an address, and removes the identities of those who typed it first', async () => {
  const viewer = await makeUser({ emailProvenAt: null });
  await db().identity.create({ data: { provider: 'github', subject: uniqueName('subject'), userId: viewer.id } });
  await ask(viewer.email);
  await resetPassword(await requireToken(viewer.email, 'reset-password'), NEW_PASSWORD);
  const user = await db().user.findFirstOrThrow({ where: { id: viewer.id } });
  expect(user.emailProvenAt).not.toBeNull();
  expect(await db().identity.count({ where: { userId: viewer.id } })).toBe(0);
});

test.for([new Date(), null])(
  'the second factor stays, whether the address was proven (%j) or not',
  async (emailProvenAt) => {
    const viewer = await makeUser({ emailProvenAt });
    const secret = Buffer.from('secret');
    await db().authenticatorApp.create({ data: { userId: viewer.id, secret, confirmedAt: new Date() } });
    await ask(viewer.email);
    await resetPassword(await requireToken(viewer.email, 'reset-password'), NEW_PASSWORD);
    const account = await mayUse(viewer.username);
    await expect(createSession(account, { device: '', country: null })).rejects.toMatchObject({
      code: 'second-factor-needed',
    });
    const user = await db().user.findFirstOrThrow({ where: { id: viewer.id } });
    // Its reader may be somebody else than the one who set the factor up.
    expect(user.emailProvenAt === null).toBe(emailProvenAt === null);
  },
);

test('of several accounts with an address the one that has proven it gets the link', async () => {
  const owner = await makeUser();
  const other = await makeUser({ email: owner.email, emailProvenAt: null });
  await ask(owner.email);
  await resetPassword(await requireToken(owner.email, 'reset-password'), NEW_PASSWORD);
  expect(await mayUse(owner.email)).toMatchObject({ id: owner.id });
  const untouched = await db().user.findFirstOrThrow({ where: { id: other.id } });
  expect(untouched).toMatchObject({ passwordHash: null, emailProvenAt: null });
});

test('one account gets five links an hour, and one at a time', async () => {
  const viewer = await makeUser();
  for (let time = 0; time < 3; time++) await ask(viewer.username);
  expect(await mailsTo(viewer.email)).toHaveLength(1);
  for (let time = 0; time < 6; time++) {
    await ask(viewer.email);
    await tokenTo(viewer.email, 'reset-password');
  }
  expect(await mailsTo(viewer.email)).toHaveLength(5);
});

test('requests are counted by name and by address', async () => {
  const address = randomUUID();
  for (let time = 0; time < 10; time++) await ask('counted-name');
  await expect(ask('Counted-Name')).rejects.toMatchObject({ code: 'too-many-attempts' });
  for (let time = 0; time < 50; time++) await requestPasswordReset(uniqueName('name'), { address, network: null });
  await expect(requestPasswordReset('another', { address, network: null })).rejects.toMatchObject({
    code: 'too-many-attempts',
  });
});

test('simultaneous workers resolve each request once', async () => {
  const viewers = await Promise.all(Array.from({ length: 8 }, () => makeUser()));
  for (const { username } of viewers) await ask(username);
  const counts = await Promise.all([resolvePasswordResets(), resolvePasswordResets(), resolvePasswordResets()]);
  const ids = viewers.map(({ id }) => id);
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(8);
  expect(await db().message.count({ where: { userId: { in: ids } } })).toBe(8);
});
