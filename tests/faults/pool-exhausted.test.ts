import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { lockRows, waitForLockedBackends } from '../support/database/lock-rows.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { sendBuyForm, startCheckoutOverHttp } from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

/** The size of a process's connection pool: lib/db-pool.ts. */
const POOL_SIZE = 20;
/**
 * Every response arrives within this time, beyond what one without the database takes at the same moment. The shop takes up to
 * three seconds; without a limit it would wait for as long as the rows are locked.
 */
const MAX_RESPONSE_MS = 6_000;

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
});
afterAll(() => shop?.stop());

type Timed = { status: number; milliseconds: number; body: string; location: string | null };

async function timed(request: Promise<Response>): Promise<Timed> {
  const start = performance.now();
  const response = await request;
  const body = await response.text();
  const location = response.headers.get('location');
  return { status: response.status, milliseconds: performance.now() - start, body, location };
}

/** Requests a cached page, which needs no database, repeatedly until the end. `end` returns the slowest, milliseconds. */
function watchCachedPage(path: string) {
  let isOver = false;
  const watching = (async () => {
    let slowest = 0;
    while (!isOver) {
      const { status, milliseconds } = await timed(fetch(shop.url + path));
      expect(status).toBe(200);
      slowest = Math.max(slowest, milliseconds);
    }
    return slowest;
  })();
  return {
    end(): Promise<number> {
      isOver = true;
      return watching;
    },
  };
}

/** A buyer who waited for the lock reads to try later, since nobody holds the work; one who waited for a connection gets 503. */
function expectRefused(responses: Timed[]): void {
  for (const { status, body, location } of responses) {
    if (status === 303) expect(location).toContain('problem=try-later');
    else
      expect({ status, body }).toEqual({ status: 503, body: expect.stringContaining('This cannot be done right now') });
  }
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([303, 503]));
}

test('with all connections waiting for a lock every response comes within seconds, cached pages are served, and the shop recovers', async () => {
  const work = await addWork(shop);
  const { cookie } = await signInOverHttp(shop, (await addAccount(shop)).username);
  const dashboard = () => fetch(`${shop.url}/dashboard`, { headers: { cookie: cookie ?? '', accept: 'text/html' } });
  expect((await fetch(`${shop.url}/posts/${work.slug}`)).status).toBe(200);
  // Warms the process up, so that only the waiting is measured.
  await Promise.all(Array.from({ length: 2 * POOL_SIZE }, () => timed(dashboard())));

  const unlock = await lockRows(shop, 'posts', [work.id]);
  let isLocked = true;
  const cachedPage = watchCachedPage(`/posts/${work.slug}`);
  // More requests than connections: some wait for the lock, the others for a connection.
  const buyRequests = Promise.all(
    Array.from({ length: 2 * POOL_SIZE }, async () => {
      const responses: Timed[] = [];
      while (isLocked) responses.push(await timed(sendBuyForm(shop, work, { accept: 'text/html' })));
      return responses;
    }),
  );
  const timedPages: Timed[] = [];
  try {
    await waitForLockedBackends(shop, POOL_SIZE);
    const pages = Promise.all(Array.from({ length: 5 }, () => timed(dashboard())));
    for (const page of await pages) {
      expect([200, 503]).toContain(page.status);
      timedPages.push(page);
    }
  } finally {
    isLocked = false;
    const responses = (await buyRequests).flat();
    const machineDelay = await cachedPage.end();
    await unlock();
    expectRefused(responses);
    const slowest = Math.max(...[...timedPages, ...responses].map(({ milliseconds }) => milliseconds));
    expect(slowest - machineDelay).toBeLessThan(MAX_RESPONSE_MS);
  }
  expect(shop.log('web')).toMatch(/timeout exceeded when trying to connect|has waited \d+ ms for connections/);

  expect((await dashboard()).status).toBe(200);
  const { rows } = await shop.database.query('SELECT FROM orders');
  expect(rows).toEqual([]);
  await startCheckoutOverHttp(shop, work);
  await expectInvariants(shop);
});
