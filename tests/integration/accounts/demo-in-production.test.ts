import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { waitForRedis } from '#lib/redis.ts';
import { demoUsers } from '../../../demo/demo-users.ts';
import { makePost, makeSession, makeUser } from '../../support/database/factories.ts';

// A shop with real money, in whose database somebody has put the demo gallery.
process.env.STRIPE_SECRET_KEY = 'sk_live_integration';
delete process.env.STRIPE_API_URL;

const [demo] = demoUsers().filter(({ username }) => username === 'curator');
const PASSWORD = 'a good password of its own';

beforeAll(() => waitForRedis(5_000));

const seed = (...args: string[]) =>
  spawnSync(process.execPath, ['cli/seed.ts', ...args], { env: process.env, encoding: 'utf8' });

test('the demo gallery is not added beside a live key', async () => {
  const asked = seed();
  expect([asked.status, asked.stderr]).toEqual([
    1,
    'The demo gallery is refused together with a live STRIPE_SECRET_KEY.\n',
  ]);
  // `npm start` goes on without it.
  expect(seed('--if-empty').status).toBe(0);
  expect(await db().user.count()).toBe(0);
});

test('demo accounts cannot sign in, their sessions are over, and their works are not for sale', async () => {
  if (!demo) throw new Error('there is no demo admin');
  const passwordHash = await hashPassword(PASSWORD);
  await db().user.create({ data: { ...demo, passwordHash, isDemo: true } });
  await expect(authenticate({ name: 'curator', password: PASSWORD }, randomUUID())).rejects.toMatchObject({
    code: 'demo-account',
  });
  expect(await getViewer(await makeSession(demo.id))).toBeNull();

  const post = await makePost({ artistId: demo.id });
  const buyer = { viewer: null, token: randomUUID(), address: null };
  await expect(startCheckout(buyer, post.slug, { amount: 12_000, currency: 'EUR' })).rejects.toMatchObject({
    code: 'not-for-sale',
  });
  expect(await db().order.count()).toBe(0);
  // `npm start` stops with a sentence instead of running such a shop.
  const started = seed('--if-empty');
  expect([started.status, started.stderr]).toEqual([1, expect.stringContaining('The database has the demo gallery')]);
});

test('other accounts are not affected', async () => {
  const { id } = await makeUser();
  expect(await getViewer(await makeSession(id))).toMatchObject({ id });
});
