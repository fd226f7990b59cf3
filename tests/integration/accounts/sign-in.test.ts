import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type AttemptKind, countAttempt } from '#lib/accounts/attempt-limits.ts';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { changePassword } from '#lib/accounts/change-password.ts';
import { createSession } from '#lib/accounts/create-session.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { db } from '#lib/db.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeUser, uniqueName } from '../../support/database/factories.ts';

const PASSWORD = 'correct horse battery';
await waitForRedis();

/** Creates an account, from an IP address of its own. */
async function createAccount(changes: Partial<{ username: string; email: string; password: string }> = {}) {
  const username = changes.username ?? uniqueName('Mira');
  const account = { username, email: `${username}@Example.org`, password: PASSWORD, ...changes };
  return { ...account, ...(await signUp(account, randomUUID())) };
}

const signIn = (name: string, password: string, address: string = randomUUID()) =>
  authenticate({ name, password }, address);

const startSession = (account: { id: string; sessionVersion: number }) =>
  createSession(account, { device: '', country: null });

async function requireViewer(session: SessionRef) {
  const viewer = await getViewer(session);
  if (!viewer) throw new Error('the session has ended');
  return viewer;
}

test('signing up creates a member whose password is stored only as an argon2id hash', async () => {
  const { id, username, email } = await createAccount();
  expect(await db().user.findUnique({ where: { id } })).toMatchObject({
    ...{ username, email, displayName: username, role: 'MEMBER', sessionVersion: 0 },
    passwordHash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/),
  });
});

test('usernames and proven emails are unique regardless of case', async () => {
  const { id, username, email } = await createAccount();
  await expect(createAccount({ username: username.toUpperCase(), email: 'new@example.org' })).rejects.toMatchObject({
    ...{ code: 'username-taken', field: 'username' },
  });
  await db().user.update({ where: { id }, data: { emailProvenAt: new Date() } });
  const other = await createAccount({ email: email.toLowerCase() });
  const prove = db().user.update({ where: { id: other.id }, data: { emailProvenAt: new Date() } });
  await expect(prove).rejects.toMatchObject({ code: 'P2002' });
});

test('of ten people who choose the same name at once one gets it', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) =>
      createAccount({ username: 'Sought', email: `sought-${index}@example.org` }),
    ),
  );
  const codes = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
  expect(codes).toEqual(Array(9).fill('username-taken'));
});

test.for(['password123', 'PASSWORD123', 'Mira-self', 'mira-SELF@example.org', 'makeyourspace 1', 'zzzzzzzz'])(
  '%s is refused as a password',
  async (password) => {
    const account = { username: 'mira-self', email: 'mira-self@example.org', password };
    await expect(createAccount(account)).rejects.toMatchObject({ code: 'common-password', field: 'password' });
  },
);

test('username and email both sign in, in any case', async () => {
  const { id, username, email } = await createAccount();
  for (const name of [username, username.toLowerCase(), email, email.toUpperCase()])
    expect(await signIn(name, PASSWORD)).toEqual({ id, sessionVersion: 0 });
});

test('an unknown name and a wrong password get the same error after the same work', async () => {
  const { username } = await createAccount();
  const withoutPassword = await makeUser();
  const names = [username, 'nobody-here', 'nobody@example.org', withoutPassword.username];
  const fastest = names.map(() => Number.POSITIVE_INFINITY);
  // Alternately, so that other load on the machine slows all of them.
  for (let round = 0; round < 5; round++) {
    for (const [index, name] of names.entries()) {
      const start = performance.now();
      await expect(signIn(name, 'wrong password')).rejects.toMatchObject({ code: 'wrong-sign-in', field: 'password' });
      fastest[index] = Math.min(fastest[index] ?? 0, performance.now() - start);
    }
  }
  const [wrong = Number.NaN, ...unknown] = fastest;
  expect(Math.min(...unknown)).toBeGreaterThan(wrong / 3);
});

test('only with the right password does a suspended account learn that it is suspended', async () => {
  const account = await createAccount();
  const { id, username } = account;
  const session = await startSession(account);
  await db().user.update({ where: { id }, data: { suspendedAt: new Date() } });
  await expect(signIn(username, PASSWORD)).rejects.toMatchObject({ code: 'suspended' });
  await expect(signIn(username, 'wrong password')).rejects.toMatchObject({ code: 'wrong-sign-in' });
  expect(await getViewer(session)).toBeNull();
});

test('changing the password ends every session', async () => {
  const account = await createAccount();
  const session = await startSession(account);
  const viewer = await requireViewer(session);
  const wrong = { currentPassword: 'wrong password', newPassword: 'another fine battery' };
  await expect(changePassword(viewer, wrong)).rejects.toMatchObject({ code: 'wrong-password' });
  const common = { currentPassword: PASSWORD, newPassword: 'password123' };
  await expect(changePassword(viewer, common)).rejects.toMatchObject({ code: 'common-password' });
  expect(await requireViewer(session)).toEqual(viewer);

  const renewed = await changePassword(viewer, { currentPassword: PASSWORD, newPassword: 'another fine battery' });
  expect(await getViewer(session)).toBeNull();
  await expect(startSession(account)).rejects.toMatchObject({ code: 'wrong-sign-in' });
  expect(await requireViewer(await startSession(renewed))).toEqual(viewer);
  await expect(signIn(account.username, PASSWORD)).rejects.toMatchObject({ code: 'wrong-sign-in' });
  expect(await signIn(account.username, 'another fine battery')).toEqual(renewed);
});

test('a deleted account has no viewer', async () => {
  const account = await createAccount();
  const session = await startSession(account);
  await db().user.delete({ where: { id: account.id } });
  expect(await getViewer(session)).toBeNull();
});

const fails = (name: string, address: string, code = 'wrong-sign-in') =>
  expect(signIn(name, 'wrong password', address)).rejects.toMatchObject({ code });

test('the eleventh attempt on one account from one address is refused, by username and email in any case', async () => {
  const { username, email } = await createAccount();
  const address = randomUUID();
  const names = [username, username.toUpperCase(), email, email.toLowerCase()];
  for (let attempt = 0; attempt < 10; attempt++) await fails(names[attempt % 4] ?? '', address);
  for (const name of names)
    await expect(signIn(name, PASSWORD, address)).rejects.toMatchObject({ code: 'too-many-attempts' });
});

test('an unknown name is refused after as many attempts as a known one', async () => {
  const address = randomUUID();
  for (let attempt = 0; attempt < 10; attempt++) await fails(attempt % 2 ? 'nobody-At-all' : 'Nobody-at-all', address);
  await fails('nobody-at-all', address, 'too-many-attempts');
  await fails('nobody-at-all@example.org', address);
});

test('wrong guesses from one address lock nobody out elsewhere', async () => {
  const { username } = await createAccount();
  const attacker = randomUUID();
  for (let attempt = 0; attempt < 10; attempt++) await fails(username, attacker);
  await fails(username, attacker, 'too-many-attempts');
  expect(await signIn(username, PASSWORD)).toBeTruthy();
});

test('guesses from many networks are refused together, but not where the account was signed in before', async () => {
  const { username, email, id } = await createAccount();
  const home = randomUUID();
  await signIn(username, PASSWORD, home);
  // As many as from a hundred networks.
  await Promise.all(Array.from({ length: 99 }, () => countAttempt({ 'sign-in-account': id })));
  await fails(email, randomUUID());
  await fails(username, randomUUID(), 'too-many-attempts');
  await expect(signIn(email, PASSWORD, randomUUID())).rejects.toMatchObject({ code: 'too-many-attempts' });
  expect(await signIn(email, PASSWORD, home)).toBeTruthy();
  // A wrong password there is one of ten, as everywhere.
  for (let attempt = 0; attempt < 10; attempt++) await fails(username, home);
  await fails(username, home, 'too-many-attempts');
});

test('where somebody signed up is known too, and signing in uses up nothing', async () => {
  const home = randomUUID();
  const username = uniqueName('Nora');
  const { id } = await signUp({ username, email: `${username}@example.org`, password: PASSWORD }, home);
  for (let round = 0; round < 3; round++) await signIn(username, PASSWORD);
  await Promise.all(Array.from({ length: 100 }, () => countAttempt({ 'sign-in-account': id })));
  await fails(username, randomUUID(), 'too-many-attempts');
  expect(await signIn(username, PASSWORD, home)).toBeTruthy();
});

test('the many addresses of one household do not use up the attempts of an account for everybody', async () => {
  const { id, username } = await createAccount();
  const network = randomUUID();
  const outcomes: string[] = [];
  for (let count = 0; count < 25; count++) {
    const guess = authenticate({ name: username, password: 'wrong password' }, randomUUID(), network);
    outcomes.push(
      await guess.then(
        () => 'done',
        ({ code }) => code,
      ),
    );
  }
  expect(outcomes).toEqual([...Array(20).fill('wrong-sign-in'), ...Array(5).fill('too-many-attempts')]);
  const elsewhere = authenticate({ name: username, password: PASSWORD }, randomUUID(), randomUUID());
  expect(await elsewhere).toMatchObject({ id });
});

test('addresses of one wider network share a limit on sign-in and sign-up', async () => {
  const network = randomUUID();
  const { username } = await createAccount();
  const exhaust = async (kind: AttemptKind, attempts: number) => {
    for (let left = attempts; left > 0; left -= 100)
      await Promise.all(Array.from({ length: 100 }, () => countAttempt({ [kind]: network })));
  };
  await exhaust('sign-in-network', 2_000);
  await exhaust('sign-up-network', 300);
  const refused = { code: 'too-many-attempts' };
  const account = { username: uniqueName('Mallory'), email: 'mallory@example.org', password: PASSWORD };
  await expect(authenticate({ name: username, password: PASSWORD }, randomUUID(), network)).rejects.toMatchObject(
    refused,
  );
  await expect(signUp(account, randomUUID(), network)).rejects.toMatchObject(refused);
  expect(await authenticate({ name: username, password: PASSWORD }, randomUUID(), randomUUID())).toBeTruthy();
});

test('signing in resets the count', async () => {
  const { username } = await createAccount();
  const address = randomUUID();
  for (let round = 0; round < 2; round++) {
    for (let attempt = 0; attempt < 9; attempt++) await fails(username, address);
    await signIn(username, PASSWORD, address);
  }
});

test('one IP address cannot make more than two hundred attempts', async () => {
  const address = randomUUID();
  const { username } = await createAccount();
  await Promise.all(Array.from({ length: 199 }, () => countAttempt({ 'sign-in-address': address })));
  await signIn(username, PASSWORD, address);
  await expect(signIn(username, PASSWORD, address)).rejects.toMatchObject({ code: 'too-many-attempts' });
  await signIn(username, PASSWORD);
});

test('a stranger in the same network locks nobody out of a browser that has signed in before', async () => {
  const { id, username } = await createAccount();
  const address = randomUUID();
  const device = { id: randomUUID(), knows: (account: string) => account === id };
  for (let guess = 0; guess < 10; guess++)
    await expect(signIn(username, 'a guess', address)).rejects.toMatchObject({ code: 'wrong-sign-in' });
  await expect(signIn(username, PASSWORD, address)).rejects.toMatchObject({ code: 'too-many-attempts' });
  const input = { name: username, password: PASSWORD };
  expect(await authenticate(input, address, null, device)).toMatchObject({ id });
  // A browser that somebody has copied guesses no more often than any other.
  for (let guess = 0; guess < 10; guess++)
    await expect(authenticate({ ...input, password: 'a guess' }, randomUUID(), null, device)).rejects.toMatchObject({
      code: 'wrong-sign-in',
    });
  await expect(authenticate(input, randomUUID(), null, device)).rejects.toMatchObject({ code: 'too-many-attempts' });
  expect(await authenticate(input, randomUUID(), null, { ...device, knows: () => false })).toMatchObject({ id });
});
