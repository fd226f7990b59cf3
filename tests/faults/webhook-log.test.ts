import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { addAccount } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

let shop: Shop;
let cookie: string;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['redis'] });
  const admin = await addAccount(shop, { role: 'ADMIN' });
  cookie = (await signInOverHttp(shop, admin.username)).cookie ?? '';
  await shop.database.query(`
    INSERT INTO stripe_events (id, type, created_at, outcome, detail, payload)
    VALUES ('evt_failed', 'charge.refunded', now(), 'failed', 'the disk was full', '{}')`);
});

afterAll(() => shop.stop());

async function page(path: string): Promise<{ status: number; text: string; elapsed: number }> {
  const start = Date.now();
  const response = await fetch(`${shop.url}${path}`, { headers: { cookie }, redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, text, elapsed: Date.now() - start };
}

test.for(['refuse', 'stall'] as const)(
  'with Redis unavailable (%s) the admin’s pages show what is in the database, within four seconds',
  async (fault) => {
    shop.proxies.redis[fault]();
    try {
      for (const [path, expected] of [
        ['/admin', 'Part of the shop is not responding'],
        ['/admin/system', 'Redis is not responding'],
        ['/admin/events', 'Redis is not responding'],
        ['/admin/events', 'evt_failed'],
        ['/admin/events/evt_failed', 'Not responding'],
        ['/admin/events/evt_failed', 'the disk was full'],
      ] as const) {
        const { status, text, elapsed } = await page(path);
        expect([path, status]).toEqual([path, 200]);
        expect(text).toContain(expected);
        expect(elapsed).toBeLessThan(4_000);
      }
    } finally {
      shop.proxies.redis.pass();
    }
  },
);

test('when Redis is back, the admin’s pages recover without a restart', async () => {
  await expect.poll(async () => (await page('/admin/system')).text, { timeout: 20_000 }).toContain('Dead letters');
});
