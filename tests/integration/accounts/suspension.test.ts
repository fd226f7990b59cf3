import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePassword } from '#lib/accounts/change-password.ts';
import { listAccounts } from '#lib/accounts/list-accounts.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { db } from '#lib/db.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { dedicatedRedis, redisReady } from '#lib/redis.ts';
import { type LiveMessage, liveMessageSchema } from '#lib/schemas/live.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const admin = await makeUser({ role: 'ADMIN' });
const subscriber = dedicatedRedis();
const heard: LiveMessage[] = [];

beforeAll(async () => {
  await redisReady();
  await subscriber.subscribe(LIVE_CHANNEL);
  subscriber.on('message', (_channel, text) => heard.push(liveMessageSchema.parse(JSON.parse(text))));
});
afterAll(() => subscriber.disconnect());

const hear = (tag: string) =>
  eventually(() => expect(heard.find(({ tags }) => tags.includes(tag))).toMatchObject({ post: null, orderId: null }));
const sessionOf = async ({ id }: { id: string }) => {
  const { sessionVersion } = await db().user.findUniqueOrThrow({ where: { id } });
  return { userId: id, sessionVersion };
};

test('a suspension ends the sessions for good, tells the web processes, and twice is once', async () => {
  const person = await makeUser();
  const session = await sessionOf(person);
  await suspendAccount(admin, person.id);
  expect(await getViewer(session)).toBeNull();
  await eventually(() => expect(heard.map(({ endedSessionsOf }) => endedSessionsOf)).toContain(person.id));
  await hear(`artist:${person.username}`);
  const { suspendedAt } = await db().user.findUniqueOrThrow({ where: { id: person.id } });
  await suspendAccount(admin, person.id);
  expect(await db().user.findUnique({ where: { id: person.id } })).toMatchObject({ suspendedAt, sessionVersion: 1 });

  heard.length = 0;
  await restoreAccount(admin, person.id);
  await restoreAccount(admin, person.id);
  await hear(`artist:${person.username}`);
  expect(await getViewer(session)).toBeNull();
  expect(await getViewer(await sessionOf(person))).toEqual(person);
});

test('a change of password is told to the web processes', async () => {
  const passwordHash = await hashPassword('correct horse battery');
  const person = await makeUser({ passwordHash });
  await changePassword(person, { currentPassword: 'correct horse battery', newPassword: 'another fine battery' });
  await eventually(() => expect(heard.map(({ endedSessionsOf }) => endedSessionsOf)).toContain(person.id));
});

test('only admins suspend and restore, nobody himself, and not whom there is not', async () => {
  const [member, other] = [await makeUser(), await makeUser()];
  for (const command of [suspendAccount, restoreAccount]) {
    await expect(command(member, other.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(command(admin, NOBODY)).rejects.toMatchObject({ code: 'not-found' });
  }
  await expect(suspendAccount(admin, admin.id)).rejects.toMatchObject({ code: 'own-account' });
  expect(await db().user.count({ where: { suspendedAt: { not: null }, id: { in: [other.id, admin.id] } } })).toBe(0);
});

test('accounts are found by parts of name and email, in any case; signs of patterns stand for themselves', async () => {
  const person = await makeUser({ username: 'Under_score', email: 'somewhere-else@example.org' });
  await makeUser({ username: 'underXscore' });
  await makePost({ artistId: person.id });
  await makePost({ artistId: person.id, status: 'DRAFT' });
  const find = async (search: string) => (await listAccounts(admin, { search, after: '' })).accounts;
  for (const search of ['under_', 'UNDER_SCORE', 'where-ELSE@'])
    expect(await find(search)).toMatchObject([{ id: person.id, works: 1, role: 'MEMBER', suspendedAt: null }]);
  expect(await find('%')).toEqual([]);
  await expect(listAccounts(person, { search: '', after: '' })).rejects.toMatchObject({ code: 'not-found' });
});

test('all accounts come once, in the order of their names, a page at a time', async () => {
  await Promise.all(Array.from({ length: 60 }, () => makeUser()));
  const names: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: Awaited<ReturnType<typeof listAccounts>> = await listAccounts(admin, { search: '', after });
    names.push(...page.accounts.map(({ username }) => username));
    after = page.next;
  }
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(await db().user.count());
});
