import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { changeUsername } from '#lib/accounts/change-username.ts';
import { signInWithIdentity } from '#lib/accounts/sign-in-with-identity.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { db } from '#lib/db.ts';
import { findRenamedArtist } from '#lib/posts/queries.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makePost, makeUser, uniqueName } from '../../support/database/factories.ts';

await waitForRedis();

test('the old name leads to the new one, also after further changes', async () => {
  const viewer = await makeUser();
  await makePost({ artistId: viewer.id });
  const [second, third] = [uniqueName('second'), uniqueName('third')];
  await changeUsername(viewer, second);
  await changeUsername({ ...viewer, username: second }, third);
  expect(await findRenamedArtist(viewer.username.toUpperCase())).toBe(third);
  expect(await findRenamedArtist(second)).toBe(third);
  expect(await findRenamedArtist(third)).toBeNull();
});

test('nobody else can take an old name: by signing up, by changing, by a provider, at a terminal', async () => {
  const [viewer, other] = [await makeUser(), await makeUser()];
  await changeUsername(viewer, uniqueName('new'));
  const form = { username: viewer.username.toUpperCase(), email: 'a@example.org', password: 'correct horse battery' };
  await expect(signUp(form, randomUUID())).rejects.toMatchObject({ code: 'username-taken', field: 'username' });
  await expect(changeUsername(other, viewer.username)).rejects.toMatchObject({ code: 'username-taken' });
  const identity = { provider: 'github', subject: uniqueName('subject'), email: 'b@example.org' };
  const { id } = await signInWithIdentity({ ...identity, name: viewer.username });
  const { username } = await db().user.findFirstOrThrow({ where: { id } });
  expect(username).not.toBe(viewer.username);
  const rename = db().$executeRaw`UPDATE users SET username = ${viewer.username} WHERE id = ${other.id}::uuid`;
  await expect(rename).rejects.toThrow();
});

test('its owner can have it back', async () => {
  const viewer = await makeUser();
  const second = uniqueName('second');
  await changeUsername(viewer, second);
  await changeUsername({ ...viewer, username: second }, viewer.username);
  expect(await db().formerUsername.findMany({ where: { userId: viewer.id } })).toMatchObject([{ username: second }]);
});

test('another spelling of the same name leaves no old name', async () => {
  const viewer = await makeUser();
  await changeUsername(viewer, viewer.username.toUpperCase());
  expect(await db().formerUsername.count({ where: { userId: viewer.id } })).toBe(0);
});

test('of a change away from a name and a sign-up with it at the same time, nobody gets the name', async () => {
  for (let round = 0; round < 5; round++) {
    const viewer = await makeUser();
    const form = { username: viewer.username, email: `${randomUUID()}@example.org`, password: 'correct horse battery' };
    const results = await Promise.allSettled([changeUsername(viewer, uniqueName('new')), signUp(form, randomUUID())]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await db().user.count({ where: { username: viewer.username } })).toBe(0);
  }
});

test('the same name and a sixth change in a day are refused', async () => {
  const viewer = await makeUser();
  await expect(changeUsername(viewer, viewer.username)).rejects.toMatchObject({ code: 'username-same' });
  let { username } = viewer;
  for (let time = 0; time < 5; time++) {
    const next = uniqueName('next');
    await changeUsername({ ...viewer, username }, next);
    username = next;
  }
  await expect(changeUsername({ ...viewer, username }, uniqueName('next'))).rejects.toMatchObject({
    code: 'too-many-attempts',
  });
});
