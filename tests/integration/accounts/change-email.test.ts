import { expect, test } from 'vitest';
import { confirmEmailChange, requestEmailChange, undoEmailChange } from '#lib/accounts/change-email.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { makeSession, makeUser, uniqueName } from '../../support/database/factories.ts';
import { receiveMails } from '../../support/mail/receive-mails.ts';

const { mailsTo, tokenTo, requireToken } = await receiveMails();

const newAddress = () => `${uniqueName('new')}@example.org`;
const emailOf = async ({ id }: Viewer) =>
  (await db().user.findFirstOrThrow({ where: { id }, select: { email: true } })).email;

async function change(viewer: Viewer, email: string): Promise<void> {
  await requestEmailChange(viewer, email);
  await confirmEmailChange(await requireToken(email, 'change-email'));
}

test('the address changes when the link at the new one is used, once', async () => {
  const viewer = await makeUser();
  const email = newAddress();
  await requestEmailChange(viewer, email);
  const token = await requireToken(email, 'change-email');
  expect(await emailOf(viewer)).toBe(viewer.email);
  await confirmEmailChange(token);
  expect(await emailOf(viewer)).toBe(email);
  await expect(confirmEmailChange(token)).rejects.toMatchObject({ code: 'link-ended' });
});

test('the old address is told, and takes the change back within 72 hours', async () => {
  const viewer = await makeUser();
  const session = await makeSession(viewer.id);
  const email = newAddress();
  await change(viewer, email);
  expect(await getViewer(session)).not.toBeNull();
  const [mail] = await mailsTo(viewer.email);
  expect(mail?.text).toContain(email);
  const token = await requireToken(viewer.email, 'undo-email-change');
  const { expiresAt } = await db().accountToken.findFirstOrThrow({ where: { userId: viewer.id } });
  expect((expiresAt.getTime() - Date.now()) / 3_600_000).toBeCloseTo(72, 0);
  await undoEmailChange(token);
  expect(await emailOf(viewer)).toBe(viewer.email);
  expect(await getViewer(session)).toBeNull();
  await expect(undoEmailChange(token)).rejects.toMatchObject({ code: 'link-ended' });
});

test('a second change, or a new password, does not take the way back from the first address', async () => {
  const viewer = await makeUser();
  const [second, third] = [newAddress(), newAddress()];
  await change(viewer, second);
  const undo = await requireToken(viewer.email, 'undo-email-change');
  await change({ ...viewer, email: second }, third);
  const thiefsUndo = await requireToken(second, 'undo-email-change');
  await db().user.update({ where: { id: viewer.id }, data: { passwordHash: 'of somebody else' } });
  await undoEmailChange(undo);
  expect(await emailOf(viewer)).toBe(viewer.email);
  await expect(undoEmailChange(thiefsUndo)).rejects.toMatchObject({ code: 'link-ended' });
});

test('an old address that was never proven gets no way back: it may be anybody’s', async () => {
  const viewer = await makeUser({ emailProvenAt: null });
  await change(viewer, newAddress());
  expect(await mailsTo(viewer.email)).toEqual([]);
});

test('another account’s address has the same result; its owner is told and nothing changes', async () => {
  const [viewer, owner] = [await makeUser(), await makeUser()];
  await requestEmailChange(viewer, owner.email);
  expect(await tokenTo(owner.email, 'change-email')).toBeNull();
  expect((await mailsTo(owner.email))[0]?.subject).toBe('You already have an account at MakeYourSpace');
  expect(await emailOf(viewer)).toBe(viewer.email);
});

test('an address that somebody proves meanwhile is taken', async () => {
  const viewer = await makeUser();
  const email = newAddress();
  await requestEmailChange(viewer, email);
  const token = await requireToken(email, 'change-email');
  await makeUser({ email });
  await expect(confirmEmailChange(token)).rejects.toMatchObject({ code: 'email-taken' });
  expect(await emailOf(viewer)).toBe(viewer.email);
});

test('a new password voids the link: somebody else may have asked for it', async () => {
  const viewer = await makeUser();
  const email = newAddress();
  await requestEmailChange(viewer, email);
  const token = await requireToken(email, 'change-email');
  await db().user.update({ where: { id: viewer.id }, data: { passwordHash: 'of its owner' } });
  await expect(confirmEmailChange(token)).rejects.toMatchObject({ code: 'link-ended' });
});

test('links of a suspended account change nothing', async () => {
  const viewer = await makeUser();
  await change(viewer, newAddress());
  const undo = await requireToken(viewer.email, 'undo-email-change');
  await db().user.update({ where: { id: viewer.id }, data: { suspendedAt: new Date() } });
  await expect(undoEmailChange(undo)).rejects.toMatchObject({ code: 'link-ended' });
});

test('the same address, and a sixth change in an hour, are refused', async () => {
  const viewer = await makeUser();
  await expect(requestEmailChange(viewer, viewer.email.toUpperCase())).rejects.toMatchObject({
    code: 'email-same',
    field: 'email',
  });
  for (let time = 0; time < 5; time++) await requestEmailChange(viewer, newAddress());
  await expect(requestEmailChange(viewer, newAddress())).rejects.toMatchObject({ code: 'too-many-attempts' });
});
