import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { payAtStripe, saleStateOf, startCheckoutOverHttp } from '../support/http/start-checkout-over-http.ts';
import { openEventStream, type TestEventStream } from '../support/shop/open-event-stream.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

let shop: Shop;
let stream: TestEventStream;
/** The shop's own user, with the rule in docs/production.md. */
let restricted: Redis;

beforeAll(async () => {
  const text = readFileSync('docs/production.md', 'utf8');
  const [, name = '', rule = ''] = /ACL SETUSER (\w+) ([^`]+?)\n\s*```/.exec(text) ?? [];
  const rules = rule.replaceAll('\\\n', ' ').split(/\s+/).filter(Boolean);
  const password = rules.find((one) => one.startsWith('>'))?.slice(1) ?? '';
  shop = await startShop(inject('postgresUrl'));
  stream = openEventStream(shop.redisUrl);
  await stream.redis.acl('SETUSER', name, ...rules);
  const url = new URL(shop.redisUrl);
  Object.assign(url, { username: name, password });
  await shop.restart('web', { REDIS_URL: url.href });
  await shop.restart('worker', { REDIS_URL: url.href });
  restricted = new Redis(url.href, { disableClientInfo: true });
});

afterAll(async () => {
  restricted?.disconnect();
  stream?.close();
  await shop?.stop();
});

/** What Redis has refused to anybody: the command or key, and why. */
async function refusals(): Promise<string[]> {
  const entries = (await stream.redis.acl('LOG')) as unknown[][];
  const found = entries.map((entry) => `${entry[entry.indexOf('reason') + 1]} ${entry[entry.indexOf('object') + 1]}`);
  // The client tells Redis its own name, from version 7.2 on; nothing depends on it.
  return found.filter((one) => !one.startsWith('command client'));
}

test('with the user of docs/production.md the shop sells, signs in, counts visits and shows its webhook log', async () => {
  const admin = await addAccount(shop, { role: 'ADMIN' });
  // A web process that has just started may be too busy to read Redis's reply within a second.
  const cookie = await eventually(async () => {
    const { cookie } = await signInOverHttp(shop, admin.username);
    expect(cookie).not.toBeNull();
    return cookie;
  });
  const work = await addWork(shop);
  await fetch(`${shop.url}/posts/${work.slug}/visit`, {
    method: 'POST',
    headers: {
      origin: shop.url,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
      'x-forwarded-for': '192.0.2.1',
    },
  });
  const { orderId, sessionId } = await startCheckoutOverHttp(shop, work);
  await payAtStripe(shop, sessionId);
  await eventually(async () => expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'PAID' }));
  await stream.add({ id: 'evt_torn', type: 'checkout.session.completed' }, '{');
  await eventually(async () => expect(await stream.deadLetters()).toHaveLength(1), 30_000);
  const log = await fetch(`${shop.url}/admin/events`, { headers: { cookie: cookie ?? '' } });
  expect([log.status, (await log.text()).includes('evt_torn')]).toEqual([200, true]);
  await eventually(async () => {
    const { rows } = await shop.database.query('SELECT visitors FROM posts WHERE slug = $1', [work.slug]);
    expect(rows).toEqual([{ visitors: 1 }]);
  }, 20_000);
  expect((await fetch(`${shop.url}/api/health`)).status).toBe(200);
  expect(await refusals()).toEqual([]);
});

test.for([
  ['FLUSHALL', []],
  ['KEYS', ['*']],
  ['CONFIG', ['GET', 'requirepass']],
  ['ACL', ['LIST']],
  ['MONITOR', []],
  ['GET', ['another-program']],
  ['PUBLISH', ['another-channel', 'x']],
] as const)('that user may not %s', async ([command, args]) => {
  await expect(restricted.call(command, ...args)).rejects.toThrow(/NOPERM/);
});
