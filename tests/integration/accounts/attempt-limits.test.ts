import { afterAll, beforeEach, expect, test } from 'vitest';
import { type AttemptKind, countAttempt } from '#lib/accounts/attempt-limits.ts';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { changePassword } from '#lib/accounts/change-password.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { db } from '#lib/db.ts';
import { redis, redisReady } from '#lib/redis.ts';
import { makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { startTcpProxy } from '../../support/http/tcp-proxy.ts';

const PASSWORD = 'correct horse battery';
const { hostname, port, pathname } = new URL(process.env.REDIS_URL ?? '');
const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
process.env.REDIS_URL = `redis://127.0.0.1:${proxy.port}${pathname}`;

beforeEach(async () => {
  proxy.pass();
  await redisReady();
  await eventually(() => redis().ping());
});
afterAll(() => proxy.close());

const AWAY = {
  'refuses connections': () => proxy.refuse(),
  'accepts and says nothing': () => proxy.stall(),
  'answers nobody hears': () => proxy.dropReplies(),
} as const;
const ways = Object.keys(AWAY) as (keyof typeof AWAY)[];

/** What it came to; Redis is given a second, its client would try for minutes. */
async function soon(work: Promise<unknown>): Promise<string> {
  const began = performance.now();
  const outcome = await work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  );
  expect(performance.now() - began).toBeLessThan(5_000);
  return outcome;
}

test.for(ways)('while Redis %s nobody signs in or up or changes a password, and hears so soon', async (way) => {
  const user = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
  const account = { username: `${user.username}x`, email: `x${user.email}`, password: PASSWORD };
  AWAY[way]();
  expect(await soon(authenticate({ name: user.username, password: PASSWORD }, 'here'))).toBe('try-later');
  expect(await soon(signUp(account, 'here'))).toBe('try-later');
  const change = { currentPassword: PASSWORD, newPassword: 'another fine battery' };
  expect(await soon(changePassword(user, change))).toBe('try-later');
  const kinds = ['sign-in-name', 'sign-in-address', 'sign-up-address', 'change-password'] as const;
  const each = await Promise.all(kinds.map((kind) => soon(countAttempt({ [kind]: 'somebody' }))));
  expect(each).toEqual(kinds.map(() => 'try-later'));
  expect(await db().user.count({ where: { username: account.username } })).toBe(0);

  proxy.pass();
  await eventually(async () =>
    expect(await soon(authenticate({ name: user.username, password: PASSWORD }, 'here'))).toBe('done'),
  );
});

test.for(ways)('while Redis %s checkouts and uploads go on, each counted by two limits', async (way) => {
  AWAY[way]();
  expect(await soon(countAttempt({ 'checkout-buyer': 'ada', 'checkout-address': 'here' }))).toBe('done');
  expect(await soon(countAttempt({ 'upload-account': 'ada', 'upload-address': 'here' }))).toBe('done');
});

test.for([
  ['sign-in-name', 10],
  ['sign-in-address', 200],
  ['sign-up-address', 100],
  ['change-password', 10],
  ['upload-account', 400],
  ['upload-address', 2_000],
  ['checkout-buyer', 60],
  ['checkout-address', 200],
] satisfies [AttemptKind, number][])('%s: %i and no more, and nobody else is stopped', async ([kind, limit]) => {
  for (let left = limit; left > 0; left -= 100)
    await Promise.all(Array.from({ length: Math.min(left, 100) }, () => countAttempt({ [kind]: 'Mallory' })));
  await expect(countAttempt({ [kind]: 'mallory' })).rejects.toMatchObject({ code: 'too-many-attempts' });
  await countAttempt({ [kind]: 'bob' });
  await countAttempt({ [kind]: null });
});
