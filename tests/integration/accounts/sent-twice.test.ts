import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { changePassword } from '#lib/accounts/change-password.ts';
import { requireSettings } from '#lib/accounts/queries.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { db } from '#lib/db.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeUser, uniqueName } from '../../support/database/factories.ts';

const PASSWORD = 'correct horse battery';
await waitForRedis();

const form = (changes = {}) => {
  const username = uniqueName('twice');
  return { username, email: `${username}@example.org`, password: PASSWORD, key: randomUUID(), ...changes };
};

test('a sign-up form that is sent five times at once creates one account, and all get into it', async () => {
  const input = form();
  const accounts = await Promise.all(Array.from({ length: 5 }, () => signUp(input, randomUUID())));
  expect(new Set(accounts.map(({ id }) => id)).size).toBe(1);
  expect(await signUp(input, randomUUID())).toEqual(accounts[0]);
  expect(await db().user.count({ where: { email: input.email } })).toBe(1);
});

test('without the key, the password or the same names it is an attempt like any other', async () => {
  const input = form();
  const { id } = await signUp(input, randomUUID());
  const attempt = (changes: object) => signUp({ ...input, ...changes }, randomUUID());
  const taken = { code: 'username-taken', field: 'username' };
  await expect(attempt({ key: undefined })).rejects.toMatchObject(taken);
  await expect(attempt({ key: randomUUID() })).rejects.toMatchObject(taken);
  await expect(attempt({ password: 'another long sentence' })).rejects.toMatchObject(taken);
  await expect(attempt({ email: 'other@example.org' })).rejects.toMatchObject({ code: 'username-taken' });
  // Somebody went back in the browser and signs up another person with the same form.
  const second = await attempt({ username: uniqueName('other'), email: `${uniqueName('other')}@example.org` });
  expect(second.id).not.toBe(id);
  await db().user.update({ where: { id }, data: { suspendedAt: new Date() } });
  await expect(signUp(input, randomUUID())).rejects.toMatchObject(taken);
});

test('all errors of a sign-up and of a password change are found in one round', async () => {
  const { username, email } = form();
  await signUp({ username, email, password: PASSWORD }, randomUUID());
  await expect(signUp({ username, email, password: username }, randomUUID())).rejects.toMatchObject({
    errors: [
      { code: 'username-taken', field: 'username' },
      { code: 'common-password', field: 'password' },
    ],
  });
  const stored = await db().user.findUniqueOrThrow({ where: { username } });
  const viewer = { ...stored, isEmailProven: false, hasSecondFactor: false };
  const change = { currentPassword: 'wrong', newPassword: 'password123' };
  await expect(changePassword(viewer, change)).rejects.toMatchObject({
    errors: [
      { code: 'wrong-password', field: 'currentPassword' },
      { code: 'common-password', field: 'newPassword' },
    ],
  });
});

test('a profile save that began before another one changes nothing, unless it says the same', async () => {
  const mira = await makeUser();
  const { profileVersion } = await requireSettings(mira);
  const rest = { place: '', statement: '', links: ['https://example.org/'] };
  const first = { displayName: 'Mira C.', bio: 'Painter.', ...rest };
  expect(await updateProfile(mira, first, profileVersion)).toBe(profileVersion + 1);
  const second = { displayName: 'Mira', bio: '', ...rest };
  await expect(updateProfile(mira, second, profileVersion)).rejects.toMatchObject({ code: 'changed-elsewhere' });
  expect(await updateProfile(mira, first, profileVersion)).toBe(profileVersion + 1);
  expect(await requireSettings(mira)).toMatchObject({ ...first, profileVersion: profileVersion + 1 });
  expect(await updateProfile(mira, second, profileVersion + 1)).toBe(profileVersion + 2);
});
