import { expect, test } from 'vitest';
import { changeRole, changeRoleOf } from '#lib/accounts/change-role.ts';
import { createSession } from '#lib/accounts/create-session.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeSession, makeUser } from '../../support/database/factories.ts';

await waitForRedis();

const roleOf = async (id: string) => (await db().user.findUniqueOrThrow({ where: { id } })).role;

test('an admin changes another’s role, which ends their sessions, but not their own', async () => {
  const [admin, person] = [await makeUser({ role: 'ADMIN' }), await makeUser()];
  const session = await makeSession(person.id);
  expect(await changeRoleOf(admin, person.id, 'MODERATOR')).toEqual({ username: person.username, isChanged: true });
  expect(await getViewer(session)).toBeNull();
  expect(await changeRoleOf(admin, person.id, 'MODERATOR')).toEqual({ username: person.username, isChanged: false });
  for (const role of ['MEMBER', 'MODERATOR', 'ADMIN'] as const)
    await expect(changeRoleOf(admin, admin.id, role)).rejects.toMatchObject({ code: 'own-role' });
  expect([await roleOf(admin.id), await roleOf(person.id)]).toEqual(['ADMIN', 'MODERATOR']);
  await expect(changeRoleOf(admin, crypto.randomUUID(), 'ADMIN')).rejects.toMatchObject({ code: 'not-found' });
});

test('admins who take each other’s role at the same time leave one of them', async () => {
  for (let round = 0; round < 10; round++) {
    const [one, other] = [await makeUser({ role: 'ADMIN' }), await makeUser({ role: 'ADMIN' })];
    const outcomes = await Promise.allSettled([
      changeRoleOf(one, other.id, 'MEMBER'),
      changeRoleOf(other, one.id, 'MODERATOR'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([await roleOf(one.id), await roleOf(other.id)].filter((role) => role === 'ADMIN')).toHaveLength(1);
  }
});

test('an admin who was suspended or is none any more changes nothing with a page that was open', async () => {
  const [admin, person] = [await makeUser({ role: 'ADMIN' }), await makeUser()];
  await db().user.update({ where: { id: admin.id }, data: { role: 'MODERATOR' } });
  await expect(changeRoleOf(admin, person.id, 'ADMIN')).rejects.toMatchObject({ code: 'not-found' });
  await db().user.update({ where: { id: admin.id }, data: { role: 'ADMIN', suspendedAt: new Date() } });
  await expect(changeRoleOf(admin, person.id, 'ADMIN')).rejects.toMatchObject({ code: 'not-found' });
  expect(await roleOf(person.id)).toBe('MEMBER');
});

test('a moderator’s session is as short as an admin’s', async () => {
  const { id } = await makeUser({ role: 'MODERATOR' });
  const { sessionId } = await createSession(
    { id, sessionVersion: 0 },
    { device: '', country: null },
    { isFactorProven: true },
  );
  const { createdAt, expiresAt } = await db().session.findUniqueOrThrow({ where: { id: sessionId } });
  expect((expiresAt.getTime() - createdAt.getTime()) / 3_600_000).toBe(12);
});

test('at the terminal an email names the account that has proven it, and no other that has typed it', async () => {
  const squatter = await makeUser({ emailProvenAt: null });
  await expect(changeRole(squatter.email, 'ADMIN')).rejects.toMatchObject({ code: 'not-found' });
  const owner = await makeUser({ email: squatter.email });
  expect(await changeRole(squatter.email, 'ADMIN')).toMatchObject({ username: owner.username });
});
