import { expect, test } from 'vitest';
import { createSession } from '#lib/accounts/create-session.ts';
import { deleteExpiredSessions, endOtherSessions, endSession } from '#lib/accounts/end-session.ts';
import { listSessions } from '#lib/accounts/list-sessions.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import { MAX_SESSIONS } from '#lib/domain/session.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeSession, makeUser } from '../../support/database/factories.ts';

await waitForRedis();

const PHONE = { device: 'Safari on iOS', country: 'IE' };
const HOUR = 60 * 60 * 1_000;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);

const accountOf = async (id: string) => {
  const { sessionVersion } = await db().user.findUniqueOrThrow({ where: { id } });
  return { id, sessionVersion };
};
const sessionsOf = (userId: string) => db().session.count({ where: { userId } });

test('a session opens the account that it belongs to, until it ends', async () => {
  const user = await makeUser();
  const session = await createSession(await accountOf(user.id), PHONE);
  expect(await getViewer(session)).toEqual(user);
  expect(await getViewer({ ...session, userId: (await makeUser()).id })).toBeNull();
  await endSession({ ...session, userId: (await makeUser()).id });
  expect(await getViewer(session)).toEqual(user);
  await endSession(session);
  expect(await getViewer(session)).toBeNull();
  await endSession(session);
});

test('a session is as long as its role allows, from sign-in', async () => {
  for (const [role, seconds] of [
    ['MEMBER', 30 * 24 * 60 * 60],
    ['ADMIN', 12 * 60 * 60],
  ] as const) {
    const { id } = await makeUser({ role });
    const { sessionId } = await createSession(await accountOf(id), PHONE, { isFactorProven: true });
    const { createdAt, expiresAt } = await db().session.findUniqueOrThrow({ where: { id: sessionId } });
    expect((expiresAt.getTime() - createdAt.getTime()) / 1_000).toBe(seconds);
  }
  const { id } = await makeUser();
  expect(await getViewer(await makeSession(id, { expiresAt: ago(1) }))).toBeNull();
});

test('a session that nobody uses ends after fourteen days, an admin’s after an hour', async () => {
  for (const [role, limit] of [
    ['MEMBER', 14 * 24 * HOUR],
    ['ADMIN', HOUR],
  ] as const) {
    const user = await makeUser({ role });
    const current = await makeSession(user.id);
    const almost = await makeSession(user.id, { lastSeenAt: ago(limit - HOUR / 12) });
    const unused = await makeSession(user.id, { lastSeenAt: ago(limit + 1) });
    expect((await listSessions(current)).map(({ id }) => id)).toEqual([current.sessionId, almost.sessionId]);
    expect(await getViewer(almost)).toEqual(user);
    for (let again = 0; again < 2; again++) expect(await getViewer(unused)).toBeNull();
  }
});

test.for([
  ['password', { passwordHash: 'another' }],
  ['role', { role: 'ADMIN' }],
  ['suspension', { suspendedAt: new Date() }],
  ['version of its sessions', { sessionVersion: { increment: 1 } }],
] as const)(
  'a change of the %s ends every session, also without a command, and a sign-in that began before',
  async ([, change]) => {
    const { id } = await makeUser();
    const bystander = await makeUser();
    const [session, other] = [await makeSession(id), await makeSession(bystander.id)];
    const signIn = await accountOf(id);
    await db().user.update({ where: { id }, data: change });
    await expect(createSession(signIn, PHONE)).rejects.toMatchObject({ code: 'wrong-sign-in' });
    expect(await sessionsOf(id)).toBe(0);
    expect(await getViewer(session)).toBeNull();
    expect(await accountOf(id)).toEqual({ id, sessionVersion: 1 });
    expect(await getViewer(other)).toEqual(bystander);
  },
);

test('other changes of an account end no session', async () => {
  const user = await makeUser();
  const session = await makeSession(user.id);
  await db().user.update({ where: { id: user.id }, data: { displayName: 'Another', email: 'another@example.org' } });
  expect(await getViewer(session)).toMatchObject({ displayName: 'Another' });
});

test('no order of signing in and suspending leaves a session', async () => {
  for (let round = 0; round < 20; round++) {
    const { id } = await makeUser();
    const signIn = await accountOf(id);
    await Promise.allSettled([
      createSession(signIn, PHONE),
      db().user.update({ where: { id }, data: { suspendedAt: new Date() } }),
      createSession(signIn, PHONE),
    ]);
    expect(await sessionsOf(id)).toBe(0);
  }
});

test('the sessions of an account are listed, this one first, and all others end at once', async () => {
  const { id } = await makeUser();
  const [older, recent] = [
    await makeSession(id, { device: 'Firefox on Linux', lastSeenAt: ago(2 * HOUR), createdAt: ago(5 * HOUR) }),
    await makeSession(id, { lastSeenAt: ago(HOUR) }),
  ];
  await makeSession(id, { expiresAt: ago(1) });
  await makeSession((await makeUser()).id);
  const current = await makeSession(id, { ...PHONE, lastSeenAt: ago(3 * HOUR) });
  expect(await listSessions(current)).toMatchObject([
    { id: current.sessionId, ...PHONE, isCurrent: true },
    { id: recent.sessionId, device: '', country: null, isCurrent: false },
    { id: older.sessionId, device: 'Firefox on Linux', isCurrent: false, createdAt: expect.stringMatching(/Z$/) },
  ]);
  await endOtherSessions(current);
  expect(await listSessions(current)).toMatchObject([{ id: current.sessionId }]);
});

test('a session remembers when it was last used, and writes that rarely', async () => {
  const { id } = await makeUser();
  const session = await makeSession(id, { lastSeenAt: ago(HOUR) });
  const lastSeen = async () => (await db().session.findUniqueOrThrow({ where: { id: session.sessionId } })).lastSeenAt;
  await getViewer(session);
  const seen = await lastSeen();
  expect(seen.getTime()).toBeGreaterThan(ago(HOUR / 2).getTime());
  await getViewer(session);
  expect(await lastSeen()).toEqual(seen);
});

test('an account has at most fifty sessions; the oldest ends', async () => {
  const { id } = await makeUser();
  const sessions = [];
  for (let age = MAX_SESSIONS; age > 0; age--) sessions.push(await makeSession(id, { createdAt: ago(age * HOUR) }));
  await createSession(await accountOf(id), PHONE);
  expect(await sessionsOf(id)).toBe(MAX_SESSIONS);
  const ids = (await db().session.findMany({ where: { userId: id } })).map((session) => session.id);
  expect(sessions.filter(({ sessionId }) => !ids.includes(sessionId))).toEqual([sessions[0]]);
});

test('expired sessions are deleted', async () => {
  const { id } = await makeUser();
  await makeSession(id, { expiresAt: ago(1) });
  const valid = await makeSession(id);
  expect(await deleteExpiredSessions()).toBeGreaterThan(0);
  expect(await db().session.findMany({ where: { userId: id }, select: { id: true } })).toEqual([
    { id: valid.sessionId },
  ]);
});
