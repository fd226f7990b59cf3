import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  newBuyerCookie,
  payAtStripe,
  saleStateOf,
  sendBuyForm,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { addWork, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { controlStripe, emulatorState } from '../support/stripe/control-stripe.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['stripe'] });
});

afterAll(() => shop?.stop());

beforeEach(async () => {
  await shop.recover();
  await controlStripe(shop, 'faults/clear');
  await controlStripe(shop, 'delivery', { mode: 'normal' });
});

const SDK_ATTEMPTS = 3;
const sessionsOf = async (orderId: string) =>
  (await emulatorState(shop)).sessions.filter(({ metadata }) => metadata?.orderId === orderId);

/** The order that holds a work. */
async function holdOf({ id }: Work): Promise<{ id: string; session_id: string | null }> {
  const { rows } = await shop.database.query<{ id: string; session_id: string | null }>(
    "SELECT id, session_id FROM orders WHERE post_id = $1 AND status = 'HELD'",
    [id],
  );
  const [order] = rows;
  if (!order) throw new Error('nobody holds the work');
  return order;
}

/** Makes the hold three minutes old, so that the worker asks Stripe about it. */
const ageHold = (orderId: string) =>
  shop.database.query("UPDATE orders SET created_at = now() - interval '3 minutes' WHERE id = $1", [orderId]);

test('if Stripe’s response is lost after it created the session, the second click leads to that session', async () => {
  const work = await addWork(shop);
  await controlStripe(shop, 'fault', {
    path: '/v1/checkout/sessions',
    method: 'POST',
    dropReply: true,
    times: SDK_ATTEMPTS,
  });
  const cookie = newBuyerCookie();
  const first = await sendBuyForm(shop, work, { cookie });
  expect(first.headers.get('location')).toContain('problem=try-later');
  const { sessionId, orderId } = await startCheckoutOverHttp(shop, work, { cookie });
  expect((await sessionsOf(orderId)).map(({ id }) => id)).toEqual([sessionId]);
  await payAtStripe(shop, sessionId);
  await eventually(async () => expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  await expectInvariants(shop);
});

test('after a crash between hold and session the worker asks Stripe, and the work is available again', async () => {
  const work = await addWork(shop);
  shop.proxies.stripe.stall();
  const buyRequest = sendBuyForm(shop, work).catch(() => null);
  const { id: orderId } = await eventually(() => holdOf(work));
  shop.kill('web');
  await buyRequest;
  shop.proxies.stripe.pass();
  await shop.restart('web');
  expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'HELD', held: true });
  await ageHold(orderId);
  await eventually(
    async () => expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'CANCELLED', held: false }),
    60_000,
  );
  // The retry created the missing session and expired it: nobody can pay for it.
  expect((await sessionsOf(orderId)).map(({ status }) => status)).toEqual(['expired']);
  await startCheckoutOverHttp(shop, work);
  await expectInvariants(shop);
});

test('after a crash between creating and saving a session the worker finds that session and expires it', async () => {
  const work = await addWork(shop);
  shop.proxies.stripe.dropReplies();
  const buyRequest = sendBuyForm(shop, work).catch(() => null);
  const created = await eventually(async () => {
    const { id, session_id } = await holdOf(work);
    expect(session_id).toBeNull();
    const sessions = await sessionsOf(id);
    expect(sessions).toHaveLength(1);
    return { orderId: id, sessionId: sessions[0]?.id };
  });
  shop.kill('web');
  await buyRequest;
  shop.proxies.stripe.pass();
  await shop.restart('web');
  await ageHold(created.orderId);
  await eventually(
    async () => expect(await saleStateOf(shop, created.orderId)).toMatchObject({ order: 'CANCELLED', held: false }),
    60_000,
  );
  const sessions = await sessionsOf(created.orderId);
  expect(sessions.map(({ id, status }) => ({ id, status }))).toEqual([{ id: created.sessionId, status: 'expired' }]);
  await expectInvariants(shop);
});

test('a buyer who cancels after paying has bought the work', async () => {
  await controlStripe(shop, 'delivery', { mode: 'hold' });
  const work = await addWork(shop);
  const { orderId, sessionId } = await startCheckoutOverHttp(shop, work);
  await payAtStripe(shop, sessionId);
  const cancelled = await fetch(`${shop.url}/orders/${orderId}/cancel`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: shop.url },
  });
  expect(cancelled.headers.get('location')).toBe(`/orders/${orderId}?from=checkout`);
  expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'HELD', held: true });
  await controlStripe(shop, 'flush');
  await eventually(async () => expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  await expectInvariants(shop);
});

test('with Stripe down nothing can be bought, the hold lasts until Stripe is back, and pages are served', async () => {
  const work = await addWork(shop);
  shop.proxies.stripe.refuse();
  const refused = await sendBuyForm(shop, work);
  expect(refused.headers.get('location')).toContain('problem=try-later');
  const { id: orderId } = await holdOf(work);
  expect((await fetch(shop.url)).status).toBe(200);
  shop.proxies.stripe.pass();
  await ageHold(orderId);
  await eventually(
    async () => expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'CANCELLED', held: false }),
    60_000,
  );
  await expectInvariants(shop);
});

test('following the link to cancel changes nothing, and only the form cancels', async () => {
  const work = await addWork(shop);
  const { orderId } = await startCheckoutOverHttp(shop, work);
  const url = `${shop.url}/orders/${orderId}/cancel`;
  for (const method of ['GET', 'HEAD']) {
    const response = await fetch(url, { method, redirect: 'manual' });
    expect(response.headers.get('location')).toBe(`/orders/${orderId}?from=back`);
    expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'HELD', held: true });
  }
  const asked = await fetch(url);
  expect(asked.url).toBe(`${shop.url}/orders/${orderId}?from=back`);
  expect(await asked.text()).toContain('Cancel this purchase?');
  expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'HELD', held: true });
  const cancelled = await fetch(url, { method: 'POST', redirect: 'manual', headers: { origin: shop.url } });
  expect(cancelled.headers.get('location')).toBe(`/posts/${work.slug}`);
  expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'CANCELLED', held: false });
});

test('the link to an order is in no referrer and in no log, also while Stripe is down', async () => {
  const work = await addWork(shop);
  const { orderId } = await startCheckoutOverHttp(shop, work);
  const path = `/orders/${orderId}`;
  for (const [url, method] of [
    [path, 'GET'],
    [`${path}?from=checkout`, 'GET'],
    [`${path}/cancel`, 'GET'],
    [`/orders/${crypto.randomUUID()}`, 'GET'],
    [`/orders/${crypto.randomUUID()}/cancel`, 'POST'],
  ] as const) {
    const { headers } = await fetch(shop.url + url, { method, redirect: 'manual' });
    expect(headers.get('referrer-policy'), url).toBe('same-origin');
  }
  expect((await fetch(shop.url)).headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');

  shop.proxies.stripe.refuse();
  const cancelled = await fetch(`${shop.url}${path}/cancel`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: shop.url },
  });
  expect(cancelled.headers.get('location')).toBe(`${path}?problem=try-later`);
  const page = await (await fetch(`${shop.url}${path}?problem=try-later`)).text();
  expect(page).toContain('This cannot be done right now. Please try again in a minute.');
  shop.proxies.stripe.pass();
  const log = await eventually(async () => {
    const text = shop.log('web');
    expect(text).toMatch(`"orderId":"${orderId.slice(0, 8)}…"`);
    return text;
  });
  expect(log).toContain('a checkout could not be cancelled');
  expect(log).not.toContain(orderId);
});
