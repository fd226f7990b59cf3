import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { lockRows, waitingBackends } from '../support/database/row-lock.ts';
import { type EventStream, eventStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { payAtStripe, saleOf, sendBuyForm, settledRows, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { holdReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson, addWork, type Work } from '../support/shop/shop-data.ts';

let shop: Shop;
let stream: EventStream;
let work: Work;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  stream = eventStream(shop.redisUrl);
  await holdReconciler(shop);
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

beforeEach(async () => {
  work = await addWork(shop);
});

async function endBackends(pids: readonly number[]): Promise<void> {
  const { rows } = await shop.database.query<{ ended: boolean }>(
    'SELECT pg_terminate_backend(pid) AS ended FROM unnest($1::int[]) AS pid',
    [pids],
  );
  expect(rows.map(({ ended }) => ended)).toEqual(pids.map(() => true));
}

test('the worker’s backend ended in its transaction: nothing half done, and the event is applied once afterwards', async () => {
  const bought = await startCheckoutOverHttp(shop, work);
  const unlock = await lockRows(shop, 'orders', [bought.orderId]);
  await payAtStripe(shop, bought.sessionId);
  await endBackends(await waitingBackends(shop, 1));
  await eventually(() => expect(shop.log('worker')).toContain('terminating connection due to administrator command'));
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'HELD', post: 'LISTED', held: true });
  expect(await settledRows(shop, bought)).toEqual({ events: 0, messages: 0, charges: 0 });

  await unlock();
  await eventually(async () =>
    expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }),
  );
  expect(await settledRows(shop, bought)).toEqual({ events: 1, messages: 2, charges: 1 });
  expect(await stream.dead()).toEqual([]);
  await expectSound(shop);
});

test('the web server’s backend ended while it takes a hold: 503 in a sentence, no hold, and the next try gets it', async () => {
  const unlock = await lockRows(shop, 'posts', [work.id]);
  const buying = sendBuyForm(shop, work, { accept: 'text/html' });
  await endBackends(await waitingBackends(shop, 1));
  const answer = await buying;
  expect({ status: answer.status, body: await answer.text() }).toEqual({
    ...{ status: 503, body: expect.stringContaining('This cannot be done right now; please go back') },
  });
  await unlock();
  const { rows } = await shop.database.query('SELECT FROM orders WHERE post_id = $1', [work.id]);
  expect(rows).toEqual([]);

  const bought = await startCheckoutOverHttp(shop, work);
  await payAtStripe(shop, bought.sessionId);
  await eventually(async () =>
    expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }),
  );
  await expectSound(shop);
});

test('every backend ended at once, as when PostgreSQL is restarted: the next page and the next event find a new one', async () => {
  const person = await addPerson(shop);
  const { cookie } = await signInOverHttp(shop, person.username);
  const bought = await startCheckoutOverHttp(shop, work);
  const { rows } = await shop.database.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'makeyourspace'`,
  );
  expect(rows.length).toBeGreaterThan(1);
  await endBackends(rows.map(({ pid }) => pid));
  await eventually(() => expect(shop.log('web')).toContain('an idle database connection ended'));
  const dashboard = await fetch(`${shop.url}/dashboard`, { headers: { cookie: cookie ?? '' } });
  expect(dashboard.status).toBe(200);
  await payAtStripe(shop, bought.sessionId);
  await eventually(async () =>
    expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }),
  );
  expect(await stream.dead()).toEqual([]);
  await expectSound(shop);
});
