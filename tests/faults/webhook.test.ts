import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { type EventStream, eventStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { type Checkout, payAtStripe, saleOf, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { holdReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork } from '../support/shop/shop-data.ts';
import { sendWebhook, signatureOf, WEBHOOK_SECRET } from '../support/stripe/send-webhook.ts';
import { eventOf, orderStripe } from '../support/stripe/stripe-control.ts';

const MEGABYTE = 1024 * 1024;

let shop: Shop;
let stream: EventStream;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  stream = eventStream(shop.redisUrl);
  await holdReconciler(shop);
  // The events are sent from here, each in its own wrong or right way.
  await orderStripe(shop, 'delivery', { mode: 'drop' });
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

let bought: Checkout;
/** The event of a payment that Stripe has taken: let in, it sells the work. */
let body: string;

beforeEach(async () => {
  bought = await startCheckoutOverHttp(shop, await addWork(shop));
  await payAtStripe(shop, bought.sessionId);
  const { delivery, ...event } = await eventOf(shop, bought.sessionId, 'checkout.session.completed');
  expect(delivery.state).toBe('dropped');
  body = JSON.stringify(event, null, 2);
});

async function expectRefused(status: number, send: () => Promise<Response>): Promise<void> {
  const before = await stream.added();
  const response = await send();
  expect({ status: response.status, added: (await stream.added()) - before }).toEqual({ status, added: 0 });
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'HELD', post: 'LISTED' });
}

/** Sends the event as it should be, which sells the work: nothing else was wrong with it. */
async function expectSold(send = () => sendWebhook(shop, body)): Promise<void> {
  expect((await send()).status).toBe(200);
  await eventually(async () =>
    expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }),
  );
  await expectSound(shop);
}

test('a webhook that was changed after it was signed is refused with 400: its payment sells no other work', async () => {
  const other = await startCheckoutOverHttp(shop, await addWork(shop));
  const changed = body.replaceAll(bought.orderId, other.orderId).replaceAll(bought.sessionId, other.sessionId);
  await expectRefused(400, () => sendWebhook(shop, changed, { signature: signatureOf(body) }));
  expect(await saleOf(shop, other.orderId)).toMatchObject({ order: 'HELD', post: 'LISTED' });
  await expectSold();
});

test('an unsigned webhook is refused with 400', async () => {
  await expectRefused(400, () => sendWebhook(shop, body, { signature: null }));
  await expectSold();
});

test('a webhook signed with a secret that is not ours is refused with 400', async () => {
  await expectRefused(400, () => sendWebhook(shop, body, { secret: 'whsec_somebody_elses' }));
  await expectSold();
});

test('a webhook that was signed 301 seconds ago is refused with 400', async () => {
  await expectRefused(400, () => sendWebhook(shop, body, { age: 301 }));
  await expectSold();
});

test('a webhook that was signed 290 seconds ago is accepted and sells', async () => {
  await expectSold(() => sendWebhook(shop, body, { age: 290 }));
});

test('a webhook of more than a megabyte is refused with 413, however well it is signed', async () => {
  const padded = body + ' '.repeat(MEGABYTE + 1 - Buffer.byteLength(body));
  await expectRefused(413, () => sendWebhook(shop, padded));
  await expectSold(() => sendWebhook(shop, padded.slice(0, -1)));
});

test('a webhook that does not say how long it is, is cut off with 413 after a megabyte', async () => {
  const signature = signatureOf(body);
  const chunk = new TextEncoder().encode(' '.repeat(64 * 1024));
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += chunk.byteLength;
      controller.enqueue(chunk);
      // Far more than the limit, and far less than what an endless one would cost this test.
      if (sent > 64 * MEGABYTE) controller.close();
    },
  });
  await expectRefused(413, () =>
    fetch(`${shop.url}/api/webhooks/stripe`, {
      ...{ method: 'POST', body: endless, duplex: 'half', headers: { 'stripe-signature': signature } },
    }),
  );
  expect(sent).toBeLessThan(32 * MEGABYTE);
  await expectSold();
});

test('while a secret is changed the old and the new one are valid; after the restart without it the old one is refused', async () => {
  const secret = 'whsec_new';
  shop.kill('web', 'SIGTERM');
  await shop.restart('web', { STRIPE_WEBHOOK_SECRET: `${secret},${WEBHOOK_SECRET}` });
  await expectSold(() => sendWebhook(shop, body, { secret: WEBHOOK_SECRET }));
  await expectTaken(() => sendWebhook(shop, body, { secret }));

  shop.kill('web', 'SIGTERM');
  await shop.restart('web', { STRIPE_WEBHOOK_SECRET: secret });
  const before = await stream.added();
  expect((await sendWebhook(shop, body, { secret: WEBHOOK_SECRET })).status).toBe(400);
  expect(await stream.added()).toBe(before);
  await expectTaken(() => sendWebhook(shop, body, { secret }));
  await expectSound(shop);
});

async function expectTaken(send: () => Promise<Response>): Promise<void> {
  const before = await stream.added();
  const { status } = await send();
  expect({ status, added: (await stream.added()) - before }).toEqual({ status: 200, added: 1 });
}
