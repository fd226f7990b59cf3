import { afterEach, beforeEach, expect, test } from 'vitest';
import { becomeFirstAdmin, endStartOf, inviteFirstAdmin, isAdminLink } from '#lib/accounts/first-admin.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeSession, makeUser } from '../../support/database/factories.ts';

await waitForRedis();

beforeEach(() => db().user.deleteMany());
afterEach(() => db().adminInvitation.deleteMany());

async function invite(): Promise<string> {
  const invitation = await inviteFirstAdmin();
  if (!invitation) throw new Error('there is no link');
  return invitation.token;
}

const ENDED = { code: 'admin-link-ended' };
const roleOf = async (id: string) => (await db().user.findUniqueOrThrow({ where: { id } })).role;

test('an account becomes the admin with the link, once, and it is recorded', async () => {
  const token = await invite();
  expect(token).toMatch(/^[\w-]{43}$/);
  const [person, other] = [await makeUser(), await makeUser()];
  const session = await makeSession(person.id);
  expect(await isAdminLink(token)).toBe(true);
  expect(await isAdminLink(token)).toBe(true);
  expect(await becomeFirstAdmin(person.id, token)).toEqual({ id: person.id, sessionVersion: 1 });
  expect(await roleOf(person.id)).toBe('ADMIN');
  expect(await getViewer(session)).toBeNull();
  expect(await isAdminLink(token)).toBe(false);
  for (const id of [other.id, person.id]) await expect(becomeFirstAdmin(id, token)).rejects.toMatchObject(ENDED);
  expect(await roleOf(other.id)).toBe('MEMBER');
  expect(await db().auditEntry.findMany({ where: { subjectId: person.id } })).toMatchObject([
    { action: 'role-changed', actorId: person.id, details: { from: 'MEMBER', to: 'ADMIN' } },
  ]);
});

test('only the hash of the token is stored', async () => {
  const token = await invite();
  const [{ row }] = await db().$queryRaw<
    [{ row: string }]
  >`SELECT admin_invitations::text AS row FROM admin_invitations`;
  expect(row).not.toContain(token);
  expect(row).toMatch(/[0-9a-f]{64}/);
});

test('of several people with the link one becomes the admin', async () => {
  const token = await invite();
  const people = await Promise.all(Array.from({ length: 5 }, () => makeUser()));
  const outcomes = await Promise.allSettled(people.map(({ id }) => becomeFirstAdmin(id, token)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await db().user.count({ where: { role: 'ADMIN' } })).toBe(1);
});

test('it ends after a day, when there is an admin, and for a suspended account; another text is none', async () => {
  const token = await invite();
  const person = await makeUser();
  const suspended = await makeUser({ suspendedAt: new Date() });
  await expect(becomeFirstAdmin(suspended.id, token)).rejects.toMatchObject(ENDED);
  for (const text of ['', 'x', token.slice(1), `${token}x`, 'A'.repeat(43), '\0']) {
    expect(await isAdminLink(text)).toBe(false);
    await expect(becomeFirstAdmin(person.id, text)).rejects.toMatchObject(ENDED);
  }
  expect(await isAdminLink(token)).toBe(true);
  const admin = await makeUser({ role: 'ADMIN' });
  expect(await isAdminLink(token)).toBe(false);
  await expect(becomeFirstAdmin(person.id, token)).rejects.toMatchObject(ENDED);
  await db().user.delete({ where: { id: admin.id } });
  const { expiresAt, createdAt } = await db().adminInvitation.findFirstOrThrow();
  expect((expiresAt.getTime() - createdAt.getTime()) / 3_600_000).toBe(24);
  await db().adminInvitation.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await isAdminLink(token)).toBe(false);
  await expect(becomeFirstAdmin(person.id, token)).rejects.toMatchObject(ENDED);
  expect(await db().user.count({ where: { role: 'ADMIN' } })).toBe(0);
});

test('processes that start at once have one link; the next start has another, and the one before is void', async () => {
  const first = (await Promise.all(Array.from({ length: 5 }, inviteFirstAdmin))).flatMap((one) => one?.token ?? []);
  expect(first).toHaveLength(1);
  const [before = ''] = first;
  expect(await isAdminLink(before)).toBe(true);
  // It stops, and starts again at once.
  await endStartOf(before);
  const next = await invite();
  expect([await isAdminLink(before), await isAdminLink(next)]).toEqual([false, true]);
  // It was killed, and starts again later.
  await db().adminInvitation.updateMany({ data: { printedUntil: new Date() } });
  expect(await invite()).not.toBe(next);
});

test('a shop with an account has no new link, and the one that it has still works', async () => {
  const token = await invite();
  await endStartOf(token);
  const person = await makeUser();
  expect(await inviteFirstAdmin()).toBeNull();
  expect(await becomeFirstAdmin(person.id, token)).toMatchObject({ id: person.id });
});
