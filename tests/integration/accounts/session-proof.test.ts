import { expect, test } from 'vitest';
import { hashPassword } from '#lib/accounts/password.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { isRecentlyProven, proveSession, requireRightPassword } from '#lib/accounts/session-proof.ts';
import { db } from '#lib/db.ts';
import { PROOF_SECONDS, type SessionRef } from '#lib/domain/session.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeSession, makeUser } from '../../support/database/factories.ts';

await waitForRedis();

const PASSWORD = 'correct horse battery';
const passwordHash = await hashPassword(PASSWORD);
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);
const old = () => ({ provenAt: secondsAgo(PROOF_SECONDS + 1) });
const proveWith = (session: SessionRef, password: string) =>
  proveSession(session, () => requireRightPassword(session.userId, password));

test('signing in is a proof, which lasts for fifteen minutes', async () => {
  const { id } = await makeUser();
  expect(await isRecentlyProven(await makeSession(id))).toBe(true);
  expect(await isRecentlyProven(await makeSession(id, { provenAt: secondsAgo(PROOF_SECONDS - 30) }))).toBe(true);
  expect(await isRecentlyProven(await makeSession(id, old()))).toBe(false);
});

test('the right password proves this session, and no other', async () => {
  const { id } = await makeUser({ passwordHash });
  const [session, other] = [await makeSession(id, old()), await makeSession(id, old())];
  await expect(proveWith(session, 'not the password')).rejects.toMatchObject({ code: 'wrong-password' });
  expect(await isRecentlyProven(session)).toBe(false);
  expect(await isRecentlyProven(await proveWith(session, PASSWORD))).toBe(true);
  expect(await isRecentlyProven(other)).toBe(false);
});

test('a proof gives the session another id, and no more time', async () => {
  const user = await makeUser({ passwordHash });
  const session = await makeSession(user.id, { ...old(), device: 'Firefox on Linux', createdAt: secondsAgo(3_000) });
  const before = await db().session.findUniqueOrThrow({ where: { id: session.sessionId } });
  const renewed = await proveWith(session, PASSWORD);
  expect(renewed).toEqual({ userId: user.id, sessionId: expect.any(String), expiresAt: before.expiresAt });
  expect(renewed.sessionId).not.toBe(session.sessionId);
  expect(await getViewer(session)).toBeNull();
  expect(await getViewer(renewed)).toEqual(user);
  const { provenAt, lastSeenAt, ...after } = await db().session.findUniqueOrThrow({ where: { id: renewed.sessionId } });
  const { provenAt: _provenAt, lastSeenAt: _lastSeenAt, ...same } = before;
  expect(after).toEqual({ ...same, id: renewed.sessionId });
  expect(lastSeenAt).toEqual(before.lastSeenAt);
  expect(provenAt.getTime()).toBeGreaterThan(before.provenAt.getTime());
  const rows = await db().auditEntry.findMany({ where: { actorId: user.id }, select: { action: true } });
  expect(rows).toEqual([{ action: 'proven-again' }]);
});

test('of two proofs at once one counts', async () => {
  const { id } = await makeUser({ passwordHash });
  const session = await makeSession(id, old());
  const results = await Promise.allSettled([proveWith(session, PASSWORD), proveWith(session, PASSWORD)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await db().session.count({ where: { userId: id } })).toBe(1);
});

test('nobody proves a session that is not theirs, has ended, or whose account has no password', async () => {
  const [owner, stranger] = [await makeUser({ passwordHash }), await makeUser({ passwordHash })];
  const session = await makeSession(owner.id, old());
  await expect(proveWith({ ...session, userId: stranger.id }, PASSWORD)).rejects.toMatchObject({ code: 'signed-out' });
  expect(await isRecentlyProven(session)).toBe(false);
  expect(await isRecentlyProven({ ...(await makeSession(owner.id)), userId: stranger.id })).toBe(false);
  const expired = await makeSession(owner.id, { expiresAt: secondsAgo(1) });
  expect(await isRecentlyProven(expired)).toBe(false);
  await expect(proveWith(expired, PASSWORD)).rejects.toMatchObject({ code: 'signed-out' });
  const without = await makeSession((await makeUser()).id, old());
  await expect(proveWith(without, PASSWORD)).rejects.toMatchObject({ code: 'wrong-password' });
});

test('ten wrong answers in a quarter of an hour are enough, also before the right one', async () => {
  const { id } = await makeUser({ passwordHash });
  const session = await makeSession(id, old());
  for (let attempt = 0; attempt < 10; attempt++)
    await expect(proveWith(session, 'guess')).rejects.toMatchObject({ code: 'wrong-password' });
  await expect(proveWith(session, PASSWORD)).rejects.toMatchObject({ code: 'too-many-attempts' });
  expect(await isRecentlyProven(session)).toBe(false);
});
