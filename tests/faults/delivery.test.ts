import { randomUUID } from 'node:crypto';
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
import { addWork, mailsTo, uniqueName, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { controlStripe, deliverEvent, emulatorState, eventOf } from '../support/stripe/control-stripe.ts';
import { sendWebhook } from '../support/stripe/send-webhook.ts';

let shop: Shop;
let stream: TestEventStream;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { workers: 2 });
  stream = openEventStream(shop.redisUrl);
  await pauseReconciliation(shop);
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

// Stripe holds its events until a test delivers them in an order of its own.
beforeEach(() => controlStripe(shop, 'delivery', { mode: 'hold' }));

type Purchase = Checkout & { work: Work; email: string };

async function buy(method: 'card' | 'delayed' = 'card'): Promise<Purchase> {
  const work = await addWork(shop);
  const checkout = await startCheckoutOverHttp(shop, work);
  const email = `${uniqueName('buyer')}@example.org`;
  await payAtStripe(shop, checkout.sessionId, { method, email });
  return { ...checkout, work, email };
}

const endDelayedPayment = ({ sessionId }: Checkout, outcome: 'succeeded' | 'failed') =>
  controlStripe(shop, `sessions/${sessionId}/settle`, { outcome });

const paymentIdOf = async ({ sessionId }: Checkout): Promise<string> => {
  const session = (await emulatorState(shop)).sessions.find(({ id }) => id === sessionId);
  return String(session?.payment_intent);
};

const expectSale = (orderId: string, state: object) =>
  eventually(async () => expect(await saleStateOf(shop, orderId)).toMatchObject(state));

async function outcomeOf(eventId: string): Promise<string> {
  const { rows } = await shop.database.query<{ outcome: string }>('SELECT outcome FROM stripe_events WHERE id = $1', [
    eventId,
  ]);
  return rows[0]?.outcome ?? 'not applied yet';
}

/** Delivers one event and waits until a worker has processed it. @returns its outcome. */
async function deliverAlone(eventId: string): Promise<string> {
  await deliverEvent(shop, eventId);
  return eventually(async () => {
    const outcome = await outcomeOf(eventId);
    expect(outcome).not.toBe('not applied yet');
    return outcome;
  });
}

const sessionEvents = {
  completed: 'checkout.session.completed',
  succeeded: 'checkout.session.async_payment_succeeded',
  failed: 'checkout.session.async_payment_failed',
} as const;
const eventId = async ({ sessionId }: Checkout, name: keyof typeof sessionEvents) =>
  (await eventOf(shop, sessionId, sessionEvents[name])).id;

test('20 events, each delivered 20 times at once to two workers, make 20 sales with one set of mails each', async () => {
  await stream.waitForReaders(2);
  const all: Purchase[] = [];
  while (all.length < 20) all.push(await buy());
  const before = await stream.totalAdded();
  await Promise.all(all.map(async (purchase) => deliverEvent(shop, await eventId(purchase, 'completed'), 20)));
  expect((await stream.totalAdded()) - before).toBeGreaterThanOrEqual(400);
  for (const { orderId } of all) await expectSale(orderId, { order: 'PAID', post: 'SOLD' });
  await expectInvariants(shop);
  expect(await stream.deadLetters()).toEqual([]);
  for (const purchase of all) expect(await outcomeOf(await eventId(purchase, 'completed'))).toBe('applied');

  await untilMailsSent();
  for (const { work, email } of all) {
    expect((await mailsTo(shop, email)).map(({ subject }) => subject)).toEqual([`Order confirmed: “${work.title}”`]);
    expect((await mailsTo(shop, work.artist.email)).map(({ subject }) => subject)).toEqual([
      `You sold “${work.title}”`,
    ]);
  }
});

/** Every event is acknowledged by then, so no more messages are added. */
const untilMailsSent = () =>
  eventually(async () => {
    const { rows } = await shop.database.query('SELECT id FROM messages WHERE sent_at IS NULL');
    expect(rows).toEqual([]);
  }, 30_000);

test('“expired” after “completed” is refused, and the work stays sold', async () => {
  const purchase = await buy();
  expect(await deliverAlone(await eventId(purchase, 'completed'))).toBe('applied');
  const { delivery: _, ...completed } = await eventOf(shop, purchase.sessionId, sessionEvents.completed);
  const object = { ...completed.data.object, status: 'expired', payment_status: 'unpaid' };
  const id = `evt_${randomUUID().replaceAll('-', '')}`;
  await sendWebhook(shop, JSON.stringify({ ...completed, id, type: 'checkout.session.expired', data: { object } }));
  await eventually(async () => expect(await outcomeOf(id)).toBe('refused'));
  await expectSale(purchase.orderId, { order: 'PAID', post: 'SOLD', flag: null });
  await expectInvariants(shop);
});

test('“async_payment_succeeded” before “completed” sells the work, and “completed” is ignored', async () => {
  const purchase = await buy('delayed');
  await endDelayedPayment(purchase, 'succeeded');
  expect(await deliverAlone(await eventId(purchase, 'succeeded'))).toBe('applied');
  expect(await saleStateOf(shop, purchase.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await deliverAlone(await eventId(purchase, 'completed'))).toBe('ignored');
  expect(await saleStateOf(shop, purchase.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null });
  await expectInvariants(shop);
});

test('“completed” without payment holds the work until “failed” releases it, and then somebody else can buy it', async () => {
  const purchase = await buy('delayed');
  expect(await deliverAlone(await eventId(purchase, 'completed'))).toBe('applied');
  expect(await saleStateOf(shop, purchase.orderId)).toMatchObject({ order: 'PROCESSING', post: 'LISTED', held: true });
  await expect(startCheckoutOverHttp(shop, purchase.work)).rejects.toThrow('being-bought');
  await endDelayedPayment(purchase, 'failed');
  expect(await deliverAlone(await eventId(purchase, 'failed'))).toBe('applied');
  expect(await saleStateOf(shop, purchase.orderId)).toMatchObject({ order: 'FAILED', post: 'LISTED', held: false });

  const next = await startCheckoutOverHttp(shop, purchase.work);
  await payAtStripe(shop, next.sessionId);
  expect(await deliverAlone(await eventId(next, 'completed'))).toBe('applied');
  await expectSale(next.orderId, { order: 'PAID', post: 'SOLD' });
  await expectInvariants(shop);
});

test('“failed” before “completed” without payment releases the work, and “completed” is ignored', async () => {
  const purchase = await buy('delayed');
  await endDelayedPayment(purchase, 'failed');
  expect(await deliverAlone(await eventId(purchase, 'failed'))).toBe('applied');
  expect(await deliverAlone(await eventId(purchase, 'completed'))).toBe('ignored');
  expect(await saleStateOf(shop, purchase.orderId)).toMatchObject({ order: 'FAILED', post: 'LISTED', held: false });
  await expectInvariants(shop);
});

/** The ids of this payment's events, newest first. */
async function eventsAbout(paymentIntentId: string, accepted: RegExp): Promise<string[]> {
  const { events } = await emulatorState(shop);
  return events
    .filter(({ type, data }) => accepted.test(type) && JSON.stringify(data.object).includes(`"${paymentIntentId}"`))
    .map(({ id }) => id);
}

test('the events of a lost dispute in reverse order wait for the payment, and then the order is refunded', async () => {
  const purchase = await buy();
  const payment = await paymentIdOf(purchase);
  const dispute = (await controlStripe(shop, 'disputes', { payment_intent: payment })) as { id: string };
  await controlStripe(shop, `disputes/${dispute.id}/close`, { status: 'lost' });
  const reversed = await eventsAbout(payment, /^(checkout|charge\.dispute)/);
  expect(reversed).toHaveLength(3);
  const outcomes: string[] = [];
  for (const id of reversed) outcomes.push(await deliverAlone(id));
  expect(outcomes).toEqual(['waiting', 'waiting', 'applied']);
  expect(await Promise.all(reversed.map(outcomeOf))).toEqual(['applied', 'applied', 'applied']);
  expect(await saleStateOf(shop, purchase.orderId)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', flag: null });
  await expectInvariants(shop);
});

test('a refund whose events arrive before the payment’s is recorded once, and the work is the artist’s draft again', async () => {
  const purchase = await buy();
  const payment = await paymentIdOf(purchase);
  const refund = await fetch(`${shop.stripeUrl}/v1/refunds`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_shop' },
    body: new URLSearchParams({ payment_intent: payment, 'metadata[orderId]': purchase.orderId }),
  });
  expect(refund.status).toBe(200);
  const reversed = await eventsAbout(payment, /^(checkout|charge\.refunded|refund)/);
  expect(reversed).toHaveLength(3);
  for (const id of reversed) await deliverAlone(id);
  expect(await saleStateOf(shop, purchase.orderId)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', flag: null });
  const { rows } = await shop.database.query('SELECT amount::int, status FROM refunds WHERE order_id = $1', [
    purchase.orderId,
  ]);
  expect(rows).toEqual([{ amount: 12_000, status: 'succeeded' }]);
  await expectInvariants(shop);
});
