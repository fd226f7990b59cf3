import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { proveEmail } from '#lib/accounts/prove-email.ts';
import { sendProof } from '#lib/accounts/send-proof.ts';
import { signInWithIdentity } from '#lib/accounts/sign-in-with-identity.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { db } from '#lib/db.ts';
import { sendDueMessages } from '#lib/messages/send-due-messages.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { findToken } from '#lib/tokens/use-token.ts';
import { makePicture, makePost, makeUser, postInput, uniqueName } from '../../support/database/factories.ts';
import { receiveMails } from '../../support/mail/receive-mails.ts';

const PASSWORD = 'correct horse battery';
const { mailsTo, tokenTo, requireToken, whileAway } = await receiveMails();

/** Signs somebody up. */
async function join(email = `${uniqueName('mail')}@example.org`) {
  const username = uniqueName('person');
  const { id } = await signUp({ username, email, password: PASSWORD }, randomUUID());
  return { id, username, email };
}

const isProven = async (id: string) =>
  (await db().user.findFirstOrThrow({ where: { id }, select: { emailProvenAt: true } })).emailProvenAt !== null;

test('the link in the mail proves the address, once', async () => {
  const { id, email } = await join();
  expect(await isProven(id)).toBe(false);
  const token = await requireToken(email, 'prove-email');
  expect(await findToken('prove-email', token)).toMatchObject({ userId: id, sentTo: email });
  expect(await isProven(id)).toBe(false);
  await proveEmail(token);
  expect(await isProven(id)).toBe(true);
  await expect(proveEmail(token)).rejects.toMatchObject({ code: 'link-ended' });
  expect(await db().accountToken.count({ where: { userId: id } })).toBe(0);
});

test('of two clicks at once one proves it', async () => {
  const { id, email } = await join();
  const token = await requireToken(email, 'prove-email');
  const results = await Promise.allSettled([proveEmail(token), proveEmail(token)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await isProven(id)).toBe(true);
});

test('nothing that would open a link is stored', async () => {
  const { id, email } = await join();
  const token = await requireToken(email, 'prove-email');
  const rows = JSON.stringify([
    await db().accountToken.findMany({ where: { userId: id } }),
    await db().message.findMany({ where: { userId: id } }),
  ]);
  expect(rows).not.toContain(token);
  expect(token).toHaveLength(43);
});

test('a newer link voids the one before, and each ends after half an hour', async () => {
  const { id, username, email } = await join();
  const first = await requireToken(email, 'prove-email');
  const viewer = {
    id,
    username,
    email,
    displayName: username,
    role: 'MEMBER',
    isEmailProven: false,
    hasSecondFactor: false,
  } as const;
  await sendProof(viewer);
  const second = await requireToken(email, 'prove-email');
  expect(second).not.toBe(first);
  await expect(proveEmail(first)).rejects.toMatchObject({ code: 'link-ended' });
  await db().accountToken.updateMany({ where: { userId: id }, data: { expiresAt: new Date() } });
  await expect(proveEmail(second)).rejects.toMatchObject({ code: 'link-ended' });
  expect(await isProven(id)).toBe(false);
});

test.for(['reset-password', 'change-email', 'undo-email-change', 'join-identity'])(
  'a link for “%s” proves nothing',
  async (purpose) => {
    const { id, email } = await join();
    const token = await requireToken(email, 'prove-email');
    await db().accountToken.updateMany({ where: { userId: id }, data: { purpose } });
    await expect(proveEmail(token)).rejects.toMatchObject({ code: 'link-ended' });
    expect(await isProven(id)).toBe(false);
  },
);

test.for(['', 'x', 'a'.repeat(43), '\0', '💶'])('the text %j is no link', async (token) => {
  expect(await findToken('prove-email', token)).toBeNull();
  await expect(proveEmail(token)).rejects.toMatchObject({ code: 'link-ended' });
});

test('signing up with a taken email has the same result, and its owner gets the mail', async () => {
  const owner = await makeUser();
  const { id, email } = await join(owner.email.toUpperCase());
  const [mail] = await mailsTo(email);
  expect(mail?.subject).toBe('You already have an account at MakeYourSpace');
  expect(await tokenTo(email, 'prove-email')).toBeNull();
  expect(await db().accountToken.count({ where: { userId: id } })).toBe(0);
  // The address still signs its owner in, not the newcomer.
  await expect(authenticate({ name: owner.email, password: PASSWORD }, randomUUID())).rejects.toMatchObject({
    code: 'wrong-sign-in',
  });
});

test('an address that several people typed belongs to the one who proves it', async () => {
  const [one, other] = [await join(), await join()];
  await db().user.update({ where: { id: other.id }, data: { email: one.email } });
  const token = await requireToken(one.email, 'prove-email');
  await db().user.update({ where: { id: other.id }, data: { emailProvenAt: new Date() } });
  await expect(proveEmail(token)).rejects.toMatchObject({ code: 'email-taken' });
  expect(await isProven(one.id)).toBe(false);
  expect(await authenticate({ name: one.email, password: PASSWORD }, randomUUID())).toMatchObject({ id: other.id });
});

test('GitHub and Google have proven the address of an account that they begin', async () => {
  const email = `${uniqueName('mail')}@example.org`;
  const identity = { provider: 'github', subject: uniqueName('subject'), email, name: 'Ada' };
  const { id } = await signInWithIdentity(identity);
  expect(await isProven(id)).toBe(true);
});

test('the first work is published after the address is proven', async () => {
  const viewer = await makeUser({ emailProvenAt: null });
  const { id: pictureId } = await makePicture(viewer.id);
  const input = postInput({ pictures: [{ id: pictureId, alt: 'Fog' }] });
  await expect(createPost(viewer, input, { publish: true })).rejects.toMatchObject({ code: 'email-unproven' });
  const { id } = await createPost(viewer, input, { publish: false });
  await expect(publishPost(viewer, id)).rejects.toMatchObject({ code: 'email-unproven' });
  await db().user.update({ where: { id: viewer.id }, data: { emailProvenAt: new Date() } });
  await publishPost(viewer, id);
  expect(await db().post.findFirstOrThrow({ where: { id } })).toMatchObject({ status: 'LISTED' });
});

test('an account that published before addresses were proven goes on', async () => {
  const viewer = await makeUser({ emailProvenAt: null });
  await makePost({ artistId: viewer.id });
  const draft = await makePost({ artistId: viewer.id, status: 'DRAFT', listedAt: null });
  await makePicture(viewer.id, draft.id);
  await publishPost(viewer, draft.id);
});

test('while the mail server is away the request waits, and no link is given out twice', async () => {
  const { id, email } = await join();
  await whileAway(async () => {
    expect(await sendDueMessages()).toBe(0);
  });
  expect(await db().message.findFirst({ where: { userId: id } })).toMatchObject({ sentAt: null, attempts: 1 });
  await db().message.updateMany({ where: { userId: id }, data: { dueAt: new Date() } });
  await proveEmail(await requireToken(email, 'prove-email'));
  expect(await isProven(id)).toBe(true);
});

test('an address gets five such mails an hour, however many accounts were made with it; the others wait', async () => {
  const email = `${uniqueName('flooded')}@example.org`;
  for (let account = 0; account < 7; account++) await join(account % 2 ? email : email.toUpperCase());
  expect(await mailsTo(email)).toHaveLength(5);
  expect(await db().message.count({ where: { recipient: { equals: email, mode: 'insensitive' }, sentAt: null } })).toBe(
    2,
  );
  const anHourAgo = new Date(Date.now() - 61 * 60_000);
  await db().message.updateMany({ where: { sentAt: { not: null } }, data: { sentAt: anHourAgo } });
  await db().message.updateMany({ where: { sentAt: null }, data: { dueAt: new Date() } });
  expect(await mailsTo(email)).toHaveLength(7);
});
