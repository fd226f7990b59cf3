import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  type Checkout,
  payAtStripe,
  saleStateOf,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { openEventStream, type TestEventStream } from '../support/shop/open-event-stream.ts';
import { pauseReconciliation } from '../support/shop/pause-reconciliation.ts';
import { addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { controlStripe, eventOf } from '../support/stripe/control-stripe.ts';
import { sendWebhook, signatureOf, WEBHOOK_SECRET } from '../support/stripe/send-webhook.ts';

const MEGABYTE = 1024 * 1024;

let shop: Shop;
let stream: TestEventStream;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  stream = openEventStream(shop.redisUrl);
  await pauseReconciliation(shop);
  // The tests send the events themselves, valid or not.
  await controlStripe(shop, 'delivery', { mode: 'drop' });
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

let checkout: Checkout;
/** The event of a completed payment: once accepted, it sells the work. */
let body: string;

beforeEach(async () => {
  await shop.recover();
  checkout = await startCheckoutOverHttp(shop, await addWork(shop));
  await payAtStripe(shop, checkout.sessionId);
  const { delivery, ...event } = await eventOf(shop, checkout.sessionId, 'checkout.session.completed');
  expect(delivery.state).toBe('dropped');
  body = JSON.stringify(event, null, 2);
});

async function expectRefused(status: number, send: () => Promise<Response>): Promise<void> {
  const before = await stream.totalAdded();
  const response = await send();
  expect({ status: response.status, added: (await stream.totalAdded()) - before }).toEqual({ status, added: 0 });
  expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'HELD', post: 'LISTED' });
}

/** Sends the event correctly, which sells the work: it proves that nothing else was wrong with it. */
async function expectSold(send = () => sendWebhook(shop, body)): Promise<void> {
  expect((await send()).status).toBe(200);
  await eventually(async () =>
    expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' }),
  );
  await expectInvariants(shop);
}

test('a webhook that was changed after signing is refused with 400 and sells no other work', async () => {
  const other = await startCheckoutOverHttp(shop, await addWork(shop));
  const changed = body.replaceAll(checkout.orderId, other.orderId).replaceAll(checkout.sessionId, other.sessionId);
  await expectRefused(400, () => sendWebhook(shop, changed, { signature: signatureOf(body) }));
  expect(await saleStateOf(shop, other.orderId)).toMatchObject({ order: 'HELD', post: 'LISTED' });
  await expectSold();
});

test('an unsigned webhook is refused with 400', async () => {
  await expectRefused(400, () => sendWebhook(shop, body, { signature: null }));
  await expectSold();
});

test('a webhook signed with another secret is refused with 400', async () => {
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

test('a webhook of more than a megabyte is refused with 413 even with a valid signature', async () => {
  const padded = body + ' '.repeat(MEGABYTE + 1 - Buffer.byteLength(body));
  await expectRefused(413, () => sendWebhook(shop, padded));
  await expectSold(() => sendWebhook(shop, padded.slice(0, -1)));
});

test('a webhook without a content length is cut off with 413 after a megabyte', async () => {
  const signature = signatureOf(body);
  const chunk = new TextEncoder().encode(' '.repeat(64 * 1024));
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += chunk.byteLength;
      controller.enqueue(chunk);
      // Far more than the limit, but not endless, so that the test can fail.
      if (sent > 256 * MEGABYTE) controller.close();
    },
  });
  await expectRefused(413, () =>
    fetch(`${shop.url}/api/webhooks/stripe`, {
      ...{ method: 'POST', body: endless, duplex: 'half', headers: { 'stripe-signature': signature } },
    }),
  );
  // A refused body is received for a while, 64 MB at most, so that its sender reads why; some more are on their way.
  expect(sent).toBeLessThan(128 * MEGABYTE);
  await expectSold();
});

test('two configured secrets are both valid, and after a restart without the old one it is refused', async () => {
  const secret = 'whsec_new';
  shop.kill('web', 'SIGTERM');
  await shop.restart('web', { STRIPE_WEBHOOK_SECRET: `${secret},${WEBHOOK_SECRET}` });
  await expectSold(() => sendWebhook(shop, body, { secret: WEBHOOK_SECRET }));
  await expectAccepted(() => sendWebhook(shop, body, { secret }));

  shop.kill('web', 'SIGTERM');
  await shop.restart('web', { STRIPE_WEBHOOK_SECRET: secret });
  const before = await stream.totalAdded();
  expect((await sendWebhook(shop, body, { secret: WEBHOOK_SECRET })).status).toBe(400);
  expect(await stream.totalAdded()).toBe(before);
  await expectAccepted(() => sendWebhook(shop, body, { secret }));
  await expectInvariants(shop);
});

async function expectAccepted(send: () => Promise<Response>): Promise<void> {
  const before = await stream.totalAdded();
  const { status } = await send();
  expect({ status, added: (await stream.totalAdded()) - before }).toEqual({ status: 200, added: 1 });
}
