import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { lockRows, waitForLockedBackends } from '../support/database/lock-rows.ts';
import { eventually } from '../support/eventually.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import {
  payAtStripe,
  rowsOfPaidOrder,
  saleStateOf,
  sendBuyForm,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { openEventStream, type TestEventStream } from '../support/shop/open-event-stream.ts';
import { pauseReconciliation } from '../support/shop/pause-reconciliation.ts';
import { addAccount, addWork, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

let shop: Shop;
let stream: TestEventStream;
let work: Work;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  stream = openEventStream(shop.redisUrl);
  await pauseReconciliation(shop);
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

beforeEach(async () => {
  work = await addWork(shop);
});

async function terminateBackends(pids: readonly number[]): Promise<void> {
  const { rows } = await shop.database.query<{ ended: boolean }>(
    'SELECT pg_terminate_backend(pid) AS ended FROM unnest($1::int[]) AS pid',
    [pids],
  );
  expect(rows.map(({ ended }) => ended)).toEqual(pids.map(() => true));
}

test('after the worker’s backend is terminated in a transaction nothing is half done, and the event is applied once', async () => {
  const checkout = await startCheckoutOverHttp(shop, work);
  const unlock = await lockRows(shop, 'orders', [checkout.orderId]);
  await payAtStripe(shop, checkout.sessionId);
  await terminateBackends(await waitForLockedBackends(shop, 1));
  await eventually(() => expect(shop.log('worker')).toContain('terminating connection due to administrator command'));
  expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'HELD', post: 'LISTED', held: true });
  expect(await rowsOfPaidOrder(shop, checkout)).toEqual({ events: 0, messages: 0, charges: 0 });

  await unlock();
  await eventually(async () =>
    expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }),
  );
  expect(await rowsOfPaidOrder(shop, checkout)).toEqual({ events: 1, messages: 2, charges: 1 });
  expect(await stream.deadLetters()).toEqual([]);
  await expectInvariants(shop);
});

test('after the web process’s backend is terminated during a hold the buyer gets a readable 503, no hold, and can retry', async () => {
  const unlock = await lockRows(shop, 'posts', [work.id]);
  const buyRequest = sendBuyForm(shop, work, { accept: 'text/html' });
  await terminateBackends(await waitForLockedBackends(shop, 1));
  const response = await buyRequest;
  expect({ status: response.status, body: await response.text() }).toEqual({
    ...{ status: 503, body: expect.stringContaining('This cannot be done right now; please go back') },
  });
  await unlock();
  const { rows } = await shop.database.query('SELECT FROM orders WHERE post_id = $1', [work.id]);
  expect(rows).toEqual([]);

  const checkout = await startCheckoutOverHttp(shop, work);
  await payAtStripe(shop, checkout.sessionId);
  await eventually(async () =>
    expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }),
  );
  await expectInvariants(shop);
});

test('after all backends are terminated, as in a restart, the next page and the next event get new connections', async () => {
  const account = await addAccount(shop);
  const { cookie } = await signInOverHttp(shop, account.username);
  const checkout = await startCheckoutOverHttp(shop, work);
  const { rows } = await shop.database.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'makeyourspace'`,
  );
  expect(rows.length).toBeGreaterThan(1);
  await terminateBackends(rows.map(({ pid }) => pid));
  await eventually(() => expect(shop.log('web')).toContain('an idle database connection ended'));
  const dashboard = await fetch(`${shop.url}/dashboard`, { headers: { cookie: cookie ?? '' } });
  expect(dashboard.status).toBe(200);
  await payAtStripe(shop, checkout.sessionId);
  await eventually(async () =>
    expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }),
  );
  expect(await stream.deadLetters()).toEqual([]);
  await expectInvariants(shop);
});
