import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { eventually } from '../support/eventually.ts';
import { payAtStripe, saleOf, sendBuyForm, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork, type Work } from '../support/shop/shop-data.ts';
import { orderStripe, stripeState } from '../support/stripe/stripe-control.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['stripe'] });
});

afterAll(() => shop?.stop());

afterEach(async () => {
  shop.proxies.stripe.pass();
  await orderStripe(shop, 'faults/clear');
  await orderStripe(shop, 'delivery', { mode: 'normal' });
});

const SDK_TRIES = 3;
const sessionsOf = async (orderId: string) =>
  (await stripeState(shop)).sessions.filter(({ metadata }) => metadata?.orderId === orderId);

/** The order that holds a work. */
async function holderOf({ id }: Work): Promise<{ id: string; session_id: string | null }> {
  const { rows } = await shop.database.query<{ id: string; session_id: string | null }>(
    "SELECT id, session_id FROM orders WHERE post_id = $1 AND status = 'HELD'",
    [id],
  );
  const [order] = rows;
  if (!order) throw new Error('nobody holds the work');
  return order;
}

/** As if the hold had been taken three minutes ago, which is when the worker begins to ask. */
const threeMinutesPass = (orderId: string) =>
  shop.database.query("UPDATE orders SET created_at = now() - interval '3 minutes' WHERE id = $1", [orderId]);

test('Stripe’s answer is lost after it had made the session: the second click leads to that session', async () => {
  const work = await addWork(shop);
  await orderStripe(shop, 'fault', {
    path: '/v1/checkout/sessions',
    method: 'POST',
    dropReply: true,
    times: SDK_TRIES,
  });
  const cookie = `buyer=${randomUUID()}`;
  const first = await sendBuyForm(shop, work, { cookie });
  expect(first.headers.get('location')).toContain('problem=try-later');
  const { sessionId, orderId } = await startCheckoutOverHttp(shop, work, { cookie });
  expect((await sessionsOf(orderId)).map(({ id }) => id)).toEqual([sessionId]);
  await payAtStripe(shop, sessionId);
  await eventually(async () => expect(await saleOf(shop, orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  await expectSound(shop);
});

test('a crash between hold and session: the worker asks Stripe, and the work is free again', async () => {
  const work = await addWork(shop);
  shop.proxies.stripe.stall();
  const buying = sendBuyForm(shop, work).catch(() => null);
  const { id: orderId } = await eventually(() => holderOf(work));
  shop.kill('web');
  await buying;
  shop.proxies.stripe.pass();
  await shop.restart('web');
  expect(await saleOf(shop, orderId)).toMatchObject({ order: 'HELD', held: true });
  await threeMinutesPass(orderId);
  await eventually(
    async () => expect(await saleOf(shop, orderId)).toMatchObject({ order: 'CANCELLED', held: false }),
    60_000,
  );
  // Asking again made the session that was never made, and ended it: nobody can pay it any more.
  expect((await sessionsOf(orderId)).map(({ status }) => status)).toEqual(['expired']);
  await startCheckoutOverHttp(shop, work);
  await expectSound(shop);
});

test('a crash between session and save: the worker finds that very session and ends it', async () => {
  const work = await addWork(shop);
  shop.proxies.stripe.dropReplies();
  const buying = sendBuyForm(shop, work).catch(() => null);
  const made = await eventually(async () => {
    const { id, session_id } = await holderOf(work);
    expect(session_id).toBeNull();
    const sessions = await sessionsOf(id);
    expect(sessions).toHaveLength(1);
    return { orderId: id, sessionId: sessions[0]?.id };
  });
  shop.kill('web');
  await buying;
  shop.proxies.stripe.pass();
  await shop.restart('web');
  await threeMinutesPass(made.orderId);
  await eventually(
    async () => expect(await saleOf(shop, made.orderId)).toMatchObject({ order: 'CANCELLED', held: false }),
    60_000,
  );
  const sessions = await sessionsOf(made.orderId);
  expect(sessions.map(({ id, status }) => ({ id, status }))).toEqual([{ id: made.sessionId, status: 'expired' }]);
  await expectSound(shop);
});

test('expiring loses to the payment: the buyer who cancels too late has bought the work', async () => {
  await orderStripe(shop, 'delivery', { mode: 'hold' });
  const work = await addWork(shop);
  const { orderId, sessionId } = await startCheckoutOverHttp(shop, work);
  await payAtStripe(shop, sessionId);
  const cancelled = await fetch(`${shop.url}/orders/${orderId}/cancel`, { redirect: 'manual' });
  expect(cancelled.headers.get('location')).toBe(`/orders/${orderId}?from=checkout`);
  expect(await saleOf(shop, orderId)).toMatchObject({ order: 'HELD', held: true });
  await orderStripe(shop, 'flush');
  await eventually(async () => expect(await saleOf(shop, orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }));
  await expectSound(shop);
});

test('with Stripe away nothing can be bought, the hold lasts until Stripe is back, and all else works', async () => {
  const work = await addWork(shop);
  shop.proxies.stripe.refuse();
  const refused = await sendBuyForm(shop, work);
  expect(refused.headers.get('location')).toContain('problem=try-later');
  const { id: orderId } = await holderOf(work);
  expect((await fetch(shop.url)).status).toBe(200);
  shop.proxies.stripe.pass();
  await threeMinutesPass(orderId);
  await eventually(
    async () => expect(await saleOf(shop, orderId)).toMatchObject({ order: 'CANCELLED', held: false }),
    60_000,
  );
  await expectSound(shop);
});
