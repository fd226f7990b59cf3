import { expect, test } from 'vitest';
import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { requireSettings } from '#lib/accounts/queries.ts';
import { signInWithIdentity } from '#lib/accounts/sign-in-with-identity.ts';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { db } from '#lib/db.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeUser } from '../../support/database/factories.ts';

let count = 0;
const github = (name: string, email = `person${++count}@example.org`) => ({
  ...{ provider: 'github', subject: String(++count), name, email },
});

test('the first sign-in creates an account without a password, and the second finds it', async () => {
  const identity = github('Zoë Lindqvist');
  const session = await signInWithIdentity(identity);
  expect(await db().user.findUnique({ where: { id: session.id } })).toMatchObject({
    ...{ username: 'zoe-lindqvist', displayName: 'Zoë Lindqvist', email: identity.email, passwordHash: null },
  });
  expect(await signInWithIdentity({ ...identity, email: 'changed@example.org', name: 'Zoe' })).toEqual(session);
});

test.for(['', '山田', 'X', 'Zoë Lindqvist'])('the name %j becomes an available username', async (name) => {
  const sessions = [await signInWithIdentity(github(name)), await signInWithIdentity(github(name))];
  const users = await db().user.findMany({ where: { id: { in: sessions.map(({ id }) => id) } } });
  expect(new Set(users.map(({ username }) => username)).size).toBe(2);
  for (const { username } of users) expect(username).toMatch(/^[a-z0-9][a-z0-9-]+$/);
});

test('an email that belongs to another account is refused, not linked', async () => {
  const { email } = await makeUser();
  const identity = github('Somebody', email.toUpperCase());
  await expect(signInWithIdentity(identity)).rejects.toMatchObject({ code: 'email-taken' });
  expect(await db().identity.count({ where: { subject: identity.subject } })).toBe(0);
});

test('a suspended account cannot sign in', async () => {
  const identity = github('Suspended');
  const { id } = await signInWithIdentity(identity);
  await db().user.update({ where: { id }, data: { suspendedAt: new Date() } });
  await expect(signInWithIdentity(identity)).rejects.toMatchObject({ code: 'suspended' });
});

const REST = { place: 'Lisbon', statement: 'Long.', links: ['https://example.org/'] };

test('a profile update changes only its owner', async () => {
  const [mira, other] = [await makeUser(), await makeUser()];
  await updateProfile(mira, { displayName: 'Mira C.', bio: 'Painter.', ...REST });
  expect(await requireSettings(mira)).toEqual({
    ...{ displayName: 'Mira C.', bio: 'Painter.', ...REST, profileVersion: 1, hasPassword: false, portrait: null },
  });
  expect(await requireSettings(other)).toMatchObject({ displayName: other.displayName, bio: '' });
});

test('new accounts count as sign-ups of their network, and known ones do not', async () => {
  await waitForRedis();
  const from = { address: 'here', network: 'around here' };
  const known = github('Zoë Early');
  const session = await signInWithIdentity(known, from);
  await Promise.all(Array.from({ length: 99 }, () => countAttempt({ 'sign-up-address': from.address })));
  await expect(signInWithIdentity(github('Zoë Late'), from)).rejects.toMatchObject({ code: 'too-many-attempts' });
  expect(await signInWithIdentity(known, from)).toEqual(session);
});
