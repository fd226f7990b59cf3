import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson } from '../support/shop/shop-data.ts';

let shop: Shop;
let cookie: string;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['redis'] });
  const admin = await addPerson(shop, { role: 'ADMIN' });
  cookie = (await signInOverHttp(shop, admin.username)).cookie ?? '';
  await shop.database.query(`
    INSERT INTO stripe_events (id, type, created_at, outcome, detail, payload)
    VALUES ('evt_failed', 'charge.refunded', now(), 'failed', 'the disk was full', '{}')`);
});

afterAll(() => shop.stop());

async function page(path: string): Promise<{ status: number; text: string; took: number }> {
  const began = Date.now();
  const response = await fetch(`${shop.url}${path}`, { headers: { cookie }, redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, text, took: Date.now() - began };
}

test.for(['refuse', 'stall'] as const)(
  'with Redis away (%s) the admin’s pages show what the database knows, within four seconds',
  async (fault) => {
    shop.proxies.redis[fault]();
    try {
      for (const [path, known] of [
        ['/admin', 'Redis does not answer'],
        ['/admin/events', 'Redis does not answer'],
        ['/admin/events', 'evt_failed'],
        ['/admin/events/evt_failed', 'Does not answer'],
        ['/admin/events/evt_failed', 'the disk was full'],
      ] as const) {
        const { status, text, took } = await page(path);
        expect([path, status]).toEqual([path, 200]);
        expect(text).toContain(known);
        expect(took).toBeLessThan(4_000);
      }
    } finally {
      shop.proxies.redis.pass();
    }
  },
);

test('when it is back, nothing has to be started again', async () => {
  await expect.poll(async () => (await page('/admin')).text, { timeout: 20_000 }).toContain('Dead letters');
});
