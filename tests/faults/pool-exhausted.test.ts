import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { lockRows, waitingBackends } from '../support/database/row-lock.ts';
import { sendBuyForm, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson, addWork } from '../support/shop/shop-data.ts';

/** As many connections as a process has: lib/db-pool.ts. */
const CONNECTIONS = 20;
/** Within which everything is answered, milliseconds. */
const LIMIT = 3_000;

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
});
afterAll(() => shop?.stop());

type Timed = { status: number; milliseconds: number; body: string; leadsTo: string | null };

async function timed(asked: Promise<Response>): Promise<Timed> {
  const began = performance.now();
  const response = await asked;
  const body = await response.text();
  const leadsTo = response.headers.get('location');
  return { status: response.status, milliseconds: performance.now() - began, body, leadsTo };
}

/** Whoever waited for the lock hears that somebody is at the work; whoever waited for a connection, to come again. */
function expectRefused(answers: Timed[]): void {
  expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(LIMIT);
  for (const { status, body, leadsTo } of answers) {
    if (status === 303) expect(leadsTo).toContain('problem=being-bought');
    else
      expect({ status, body }).toEqual({ status: 503, body: expect.stringContaining('This cannot be done right now') });
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 503]));
}

test('all connections wait for a lock: buyers are refused within 3 s, nobody else waits longer, cached pages stay, and it ends with the lock', async () => {
  const work = await addWork(shop);
  const { cookie } = await signInOverHttp(shop, (await addPerson(shop)).username);
  const dashboard = () => fetch(`${shop.url}/dashboard`, { headers: { cookie: cookie ?? '', accept: 'text/html' } });
  expect((await fetch(`${shop.url}/posts/${work.slug}`)).status).toBe(200);
  // What is measured is the waiting, not how a process starts that has never been asked anything.
  await Promise.all(Array.from({ length: 2 * CONNECTIONS }, () => timed(dashboard())));

  const unlock = await lockRows(shop, 'posts', [work.id]);
  let open = true;
  // More than there are connections: some wait for the lock, the others for them.
  const buying = Promise.all(
    Array.from({ length: 2 * CONNECTIONS }, async () => {
      const answers: Timed[] = [];
      while (open) answers.push(await timed(sendBuyForm(shop, work, { accept: 'text/html' })));
      return answers;
    }),
  );
  try {
    await waitingBackends(shop, CONNECTIONS);
    const pages = Promise.all(Array.from({ length: 5 }, () => timed(dashboard())));
    expect((await timed(fetch(`${shop.url}/posts/${work.slug}`))).status).toBe(200);
    for (const { status, milliseconds } of await pages) {
      expect([200, 503]).toContain(status);
      expect(milliseconds).toBeLessThan(LIMIT);
    }
  } finally {
    open = false;
    const answers = (await buying).flat();
    await unlock();
    expectRefused(answers);
  }
  expect(shop.log('web')).toMatch(/timeout exceeded when trying to connect|has waited \d+ ms for connections/);

  expect((await dashboard()).status).toBe(200);
  const { rows } = await shop.database.query('SELECT FROM orders');
  expect(rows).toEqual([]);
  await startCheckoutOverHttp(shop, work);
  await expectSound(shop);
});
