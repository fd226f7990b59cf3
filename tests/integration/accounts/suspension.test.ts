import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePassword } from '#lib/accounts/change-password.ts';
import { createSession } from '#lib/accounts/create-session.ts';
import { listAccounts } from '#lib/accounts/list-accounts.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { restoreAccount } from '#lib/accounts/restore-account.ts';
import { suspendAccount } from '#lib/accounts/suspend-account.ts';
import { db } from '#lib/db.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { dedicatedRedis, waitForRedis } from '#lib/redis.ts';
import { type LiveMessage, liveMessageSchema } from '#lib/schemas/live.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const admin = await makeUser({ role: 'ADMIN' });
const subscriber = dedicatedRedis();
const announced: LiveMessage[] = [];

beforeAll(async () => {
  await waitForRedis();
  await subscriber.subscribe(LIVE_CHANNEL);
  subscriber.on('message', (_channel, text) => announced.push(liveMessageSchema.parse(JSON.parse(text))));
});
afterAll(() => subscriber.disconnect());

/** The pages of the artist, and those that lead to the artist and the works. */
const untilAnnounced = (tag: string, isHidden: boolean) =>
  eventually(() =>
    expect(announced.find(({ tags }) => tags.includes(tag))).toMatchObject({
      ...{ tags: ['gallery', 'posts', tag], post: null, orderId: null, artist: { isHidden } },
    }),
  );
const sessionOf = async ({ id }: { id: string }) => {
  const { sessionVersion } = await db().user.findUniqueOrThrow({ where: { id } });
  return createSession({ id, sessionVersion }, { device: '', country: null });
};

test('a suspension ends all sessions for good and is announced, and repeating it changes nothing', async () => {
  const account = await makeUser();
  const session = await sessionOf(account);
  await suspendAccount(admin, account.id);
  expect(await getViewer(session)).toBeNull();
  await eventually(() => expect(announced.map(({ endedSessionsOf }) => endedSessionsOf)).toContain(account.id));
  await untilAnnounced(`artist:${account.username}`, true);
  const { suspendedAt } = await db().user.findUniqueOrThrow({ where: { id: account.id } });
  await suspendAccount(admin, account.id);
  expect(await db().user.findUnique({ where: { id: account.id } })).toMatchObject({ suspendedAt, sessionVersion: 1 });

  announced.length = 0;
  await restoreAccount(admin, account.id);
  await restoreAccount(admin, account.id);
  await untilAnnounced(`artist:${account.username}`, false);
  expect(await getViewer(session)).toBeNull();
  expect(await getViewer(await sessionOf(account))).toEqual(account);
});

test('a password change is announced to the web processes', async () => {
  const passwordHash = await hashPassword('correct horse battery');
  const account = await makeUser({ passwordHash });
  await changePassword(account, { currentPassword: 'correct horse battery', newPassword: 'another fine battery' });
  await eventually(() => expect(announced.map(({ endedSessionsOf }) => endedSessionsOf)).toContain(account.id));
});

test('only admins suspend and restore, never themselves, and only existing accounts', async () => {
  const [member, other] = [await makeUser(), await makeUser()];
  for (const command of [suspendAccount, restoreAccount]) {
    await expect(command(member, other.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(command(admin, UNKNOWN_ID)).rejects.toMatchObject({ code: 'not-found' });
  }
  await expect(suspendAccount(admin, admin.id)).rejects.toMatchObject({ code: 'own-account' });
  expect(await db().user.count({ where: { suspendedAt: { not: null }, id: { in: [other.id, admin.id] } } })).toBe(0);
});

test('accounts are found by parts of name and email in any case, and pattern characters are literal', async () => {
  const account = await makeUser({ username: 'Under_score', email: 'somewhere-else@example.org' });
  await makeUser({ username: 'underXscore' });
  await makePost({ artistId: account.id });
  await makePost({ artistId: account.id, status: 'DRAFT' });
  const find = async (search: string) => (await listAccounts(admin, { search, after: '' })).accounts;
  for (const search of ['under_', 'UNDER_SCORE', 'where-ELSE@'])
    expect(await find(search)).toMatchObject([{ id: account.id, works: 1, role: 'MEMBER', suspendedAt: null }]);
  expect(await find('%')).toEqual([]);
  await expect(listAccounts(account, { search: '', after: '' })).rejects.toMatchObject({ code: 'not-found' });
});

test('every account is listed once, page by page', async () => {
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
