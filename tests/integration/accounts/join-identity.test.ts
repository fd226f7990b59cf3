import { expect, test } from 'vitest';
import { addIdentity, joinIdentity, sendJoinLink } from '#lib/accounts/join-identity.ts';
import { signInWithIdentity } from '#lib/accounts/sign-in-with-identity.ts';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { makeUser, uniqueName } from '../../support/database/factories.ts';
import { receiveMails } from '../../support/mail/receive-mails.ts';

const { mailsTo, requireToken } = await receiveMails();

const githubOf = ({ email }: Viewer) => ({ provider: 'github', subject: uniqueName('subject'), email, name: 'Ada' });

test('an identity with the address of an account signs in to it after both were joined by a link, once', async () => {
  const viewer = await makeUser();
  const identity = githubOf(viewer);
  await expect(signInWithIdentity(identity)).rejects.toMatchObject({ code: 'email-taken' });
  await sendJoinLink(identity);
  const token = await requireToken(viewer.email, 'join-identity');
  await expect(signInWithIdentity(identity)).rejects.toMatchObject({ code: 'email-taken' });
  await joinIdentity(token);
  expect(await signInWithIdentity(identity)).toMatchObject({ id: viewer.id });
  await expect(joinIdentity(token)).rejects.toMatchObject({ code: 'link-ended' });
  expect((await mailsTo(viewer.email))[0]?.subject).toBe('You can now sign in to MakeYourSpace with GitHub');
});

test('the account’s password joins them as well', async () => {
  const viewer = await makeUser();
  const identity = githubOf(viewer);
  await addIdentity(viewer.id, identity);
  await addIdentity(viewer.id, identity);
  expect(await signInWithIdentity(identity)).toMatchObject({ id: viewer.id });
  expect(await mailsTo(viewer.email)).toHaveLength(1);
});

test('an identity of another account is not taken from it', async () => {
  const [viewer, other] = [await makeUser(), await makeUser()];
  const identity = githubOf(viewer);
  await addIdentity(other.id, identity);
  await expect(addIdentity(viewer.id, identity)).rejects.toMatchObject({ code: 'not-found' });
  expect(await signInWithIdentity(identity)).toMatchObject({ id: other.id });
});

test('an address that an account has only typed is nobody’s: the provider’s account begins', async () => {
  const viewer = await makeUser({ emailProvenAt: null });
  const identity = githubOf(viewer);
  await expect(sendJoinLink(identity)).rejects.toMatchObject({ code: 'not-found' });
  expect((await signInWithIdentity(identity)).id).not.toBe(viewer.id);
});

test('a suspended account is joined with nothing', async () => {
  const viewer = await makeUser();
  const identity = githubOf(viewer);
  await sendJoinLink(identity);
  const token = await requireToken(viewer.email, 'join-identity');
  await db().user.update({ where: { id: viewer.id }, data: { suspendedAt: new Date() } });
  await expect(joinIdentity(token)).rejects.toMatchObject({ code: 'link-ended' });
  await expect(addIdentity(viewer.id, identity)).rejects.toThrow();
});
