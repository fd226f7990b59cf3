import { afterAll, beforeEach, expect, test } from 'vitest';
import { type AttemptKind, countAttempt } from '#lib/accounts/attempt-limits.ts';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { changePassword } from '#lib/accounts/change-password.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { db } from '#lib/db.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { startTcpProxy } from '../../support/start-tcp-proxy.ts';

const PASSWORD = 'correct horse battery';
const url = new URL(process.env.REDIS_URL ?? '');
const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
url.host = `127.0.0.1:${proxy.port}`;
process.env.REDIS_URL = url.href;

beforeEach(async () => {
  proxy.pass();
  await waitForRedis();
  await eventually(() => redis().ping());
});
afterAll(() => proxy.close());

const OUTAGES = {
  'refuses connections': () => proxy.refuse(),
  'accepts connections without replying': () => proxy.stall(),
  'loses its replies': () => proxy.dropReplies(),
} as const;
const outages = Object.keys(OUTAGES) as (keyof typeof OUTAGES)[];

/** @returns “done” or the error's code, within seconds: the Redis client alone would retry for minutes. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  const start = performance.now();
  const outcome = await work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  );
  expect(performance.now() - start).toBeLessThan(5_000);
  return outcome;
}

test.for(outages)(
  'while Redis %s, signing in, signing up and changing a password are promptly refused',
  async (outage) => {
    const user = await makeUser({ passwordHash: await hashPassword(PASSWORD) });
    const account = { username: `${user.username}x`, email: `x${user.email}`, password: PASSWORD };
    OUTAGES[outage]();
    expect(await outcomeOf(authenticate({ name: user.username, password: PASSWORD }, 'here'))).toBe('try-later');
    expect(await outcomeOf(signUp(account, 'here'))).toBe('try-later');
    const change = { currentPassword: PASSWORD, newPassword: 'another fine battery' };
    expect(await outcomeOf(changePassword(user, change))).toBe('try-later');
    const kinds = ['sign-in-name', 'sign-in-address', 'sign-up-address', 'change-password'] as const;
    const outcomes = await Promise.all(kinds.map((kind) => outcomeOf(countAttempt({ [kind]: 'somebody' }))));
    expect(outcomes).toEqual(kinds.map(() => 'try-later'));
    expect(await db().user.count({ where: { username: account.username } })).toBe(0);

    proxy.pass();
    await eventually(async () =>
      expect(await outcomeOf(authenticate({ name: user.username, password: PASSWORD }, 'here'))).toBe('done'),
    );
  },
);

test.for(outages)('while Redis %s, checkouts and uploads go on, each counted against two limits', async (outage) => {
  OUTAGES[outage]();
  expect(await outcomeOf(countAttempt({ 'checkout-buyer': 'ada', 'checkout-address': 'here' }))).toBe('done');
  expect(await outcomeOf(countAttempt({ 'upload-account': 'ada', 'upload-address': 'here' }))).toBe('done');
});

test.for([
  ['sign-in-name', 10],
  ['sign-in-name-network', 20],
  ['sign-in-account', 100],
  ['sign-in-address', 200],
  ['sign-in-network', 2_000],
  ['sign-up-address', 100],
  ['sign-up-network', 300],
  ['change-password', 10],
  ['upload-account', 400],
  ['upload-address', 2_000],
  ['checkout-buyer', 60],
  ['checkout-address', 200],
] satisfies [AttemptKind, number][])('%s allows %i attempts, and nobody else is refused', async ([kind, limit]) => {
  for (let left = limit; left > 0; left -= 100)
    await Promise.all(Array.from({ length: Math.min(left, 100) }, () => countAttempt({ [kind]: 'Mallory' })));
  await expect(countAttempt({ [kind]: 'mallory' })).rejects.toMatchObject({ code: 'too-many-attempts' });
  await countAttempt({ [kind]: 'bob' });
  await countAttempt({ [kind]: null });
});
