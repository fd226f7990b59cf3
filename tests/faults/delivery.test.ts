import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { type EventStream, eventStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { type Checkout, payAtStripe, saleOf, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { holdReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork, mailsTo, uniqueName, type Work } from '../support/shop/shop-data.ts';
import { sendWebhook } from '../support/stripe/send-webhook.ts';
import { deliver, eventOf, orderStripe, stripeState } from '../support/stripe/stripe-control.ts';

let shop: Shop;
let stream: EventStream;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { workers: 2 });
  stream = eventStream(shop.redisUrl);
  await holdReconciler(shop);
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

// Stripe keeps its events until a test says in which order they travel.
beforeEach(() => orderStripe(shop, 'delivery', { mode: 'hold' }));

type Bought = Checkout & { work: Work; email: string };

async function buy(method: 'card' | 'delayed' = 'card'): Promise<Bought> {
  const work = await addWork(shop);
  const checkout = await startCheckoutOverHttp(shop, work);
  const email = `${uniqueName('buyer')}@example.org`;
  await payAtStripe(shop, checkout.sessionId, { method, email });
  return { ...checkout, work, email };
}

const settle = ({ sessionId }: Checkout, outcome: 'succeeded' | 'failed') =>
  orderStripe(shop, `sessions/${sessionId}/settle`, { outcome });

const paymentOf = async ({ sessionId }: Checkout): Promise<string> => {
  const session = (await stripeState(shop)).sessions.find(({ id }) => id === sessionId);
  return String(session?.payment_intent);
};

const stands = (orderId: string, state: object) =>
  eventually(async () => expect(await saleOf(shop, orderId)).toMatchObject(state));

async function outcomeOf(eventId: string): Promise<string> {
  const { rows } = await shop.database.query<{ outcome: string }>('SELECT outcome FROM stripe_events WHERE id = $1', [
    eventId,
  ]);
  return rows[0]?.outcome ?? 'not applied yet';
}

/** Delivers one event and waits until a worker is done with it. @returns what became of it. */
async function deliverAlone(eventId: string): Promise<string> {
  await deliver(shop, eventId);
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

test('20 events delivered 20 times each, at once, to two workers: 20 sales, and one set of mails for each', async () => {
  await stream.untilRead(2);
  const all = await Promise.all(Array.from({ length: 20 }, () => buy()));
  const before = await stream.added();
  await Promise.all(all.map(async (bought) => deliver(shop, await eventId(bought, 'completed'), 20)));
  expect((await stream.added()) - before).toBeGreaterThanOrEqual(400);
  for (const { orderId } of all) await stands(orderId, { order: 'PAID', post: 'SOLD' });
  await expectSound(shop);
  expect(await stream.dead()).toEqual([]);
  for (const bought of all) expect(await outcomeOf(await eventId(bought, 'completed'))).toBe('applied');

  await mailsSent();
  for (const { work, email } of all) {
    expect((await mailsTo(shop, email)).map(({ subject }) => subject)).toEqual([`“${work.title}” is yours`]);
    expect((await mailsTo(shop, work.artist.email)).map(({ subject }) => subject)).toEqual([
      `You sold “${work.title}”`,
    ]);
  }
});

/** Every event is acknowledged by then, so what is recorded is all there will be. */
const mailsSent = () =>
  eventually(async () => {
    const { rows } = await shop.database.query('SELECT id FROM messages WHERE sent_at IS NULL');
    expect(rows).toEqual([]);
  }, 30_000);

test('expired after completed: the work stays sold, and the late event is refused', async () => {
  const bought = await buy();
  expect(await deliverAlone(await eventId(bought, 'completed'))).toBe('applied');
  const { delivery: _, ...completed } = await eventOf(shop, bought.sessionId, sessionEvents.completed);
  const object = { ...completed.data.object, status: 'expired', payment_status: 'unpaid' };
  const id = `evt_${randomUUID().replaceAll('-', '')}`;
  await sendWebhook(shop, JSON.stringify({ ...completed, id, type: 'checkout.session.expired', data: { object } }));
  await eventually(async () => expect(await outcomeOf(id)).toBe('refused'));
  await stands(bought.orderId, { order: 'PAID', post: 'SOLD', flag: null });
  await expectSound(shop);
});

test('async success before completed: sold by the first, and the second says nothing new', async () => {
  const bought = await buy('delayed');
  await settle(bought, 'succeeded');
  expect(await deliverAlone(await eventId(bought, 'succeeded'))).toBe('applied');
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await deliverAlone(await eventId(bought, 'completed'))).toBe('ignored');
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null });
  await expectSound(shop);
});

test('completed unpaid, then failed: held while the money is on its way, then for sale again and bought by somebody else', async () => {
  const bought = await buy('delayed');
  expect(await deliverAlone(await eventId(bought, 'completed'))).toBe('applied');
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PROCESSING', post: 'LISTED', held: true });
  await expect(startCheckoutOverHttp(shop, bought.work)).rejects.toThrow('being-bought');
  await settle(bought, 'failed');
  expect(await deliverAlone(await eventId(bought, 'failed'))).toBe('applied');
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'FAILED', post: 'LISTED', held: false });

  const next = await startCheckoutOverHttp(shop, bought.work);
  await payAtStripe(shop, next.sessionId);
  expect(await deliverAlone(await eventId(next, 'completed'))).toBe('applied');
  await stands(next.orderId, { order: 'PAID', post: 'SOLD' });
  await expectSound(shop);
});

test('failed before completed unpaid: the work is for sale again, and the second says nothing new', async () => {
  const bought = await buy('delayed');
  await settle(bought, 'failed');
  expect(await deliverAlone(await eventId(bought, 'failed'))).toBe('applied');
  expect(await deliverAlone(await eventId(bought, 'completed'))).toBe('ignored');
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'FAILED', post: 'LISTED', held: false });
  await expectSound(shop);
});

/** Of this payment, the newest first. */
async function eventsAbout(paymentIntentId: string, accepted: RegExp): Promise<string[]> {
  const { events } = await stripeState(shop);
  return events
    .filter(({ type, data }) => accepted.test(type) && JSON.stringify(data.object).includes(`"${paymentIntentId}"`))
    .map(({ id }) => id);
}

test('a dispute that was lost, its events in reverse order: they wait for the payment, then the order ends as it should', async () => {
  const bought = await buy();
  const payment = await paymentOf(bought);
  const dispute = (await orderStripe(shop, 'disputes', { payment_intent: payment })) as { id: string };
  await orderStripe(shop, `disputes/${dispute.id}/close`, { status: 'lost' });
  const reversed = await eventsAbout(payment, /^(checkout|charge\.dispute)/);
  expect(reversed).toHaveLength(3);
  const outcomes: string[] = [];
  for (const id of reversed) outcomes.push(await deliverAlone(id));
  expect(outcomes).toEqual(['waiting', 'waiting', 'applied']);
  expect(await Promise.all(reversed.map(outcomeOf))).toEqual(['applied', 'applied', 'applied']);
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', flag: null });
  await expectSound(shop);
});

test('a refund whose events come before the payment’s: given back once, and the work is the artist’s again', async () => {
  const bought = await buy();
  const payment = await paymentOf(bought);
  const refund = await fetch(`${shop.stripeUrl}/v1/refunds`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_shop' },
    body: new URLSearchParams({ payment_intent: payment, 'metadata[orderId]': bought.orderId }),
  });
  expect(refund.status).toBe(200);
  const reversed = await eventsAbout(payment, /^(checkout|charge\.refunded|refund)/);
  expect(reversed).toHaveLength(3);
  for (const id of reversed) await deliverAlone(id);
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', flag: null });
  const { rows } = await shop.database.query('SELECT amount::int, status FROM refunds WHERE order_id = $1', [
    bought.orderId,
  ]);
  expect(rows).toEqual([{ amount: 12_000, status: 'succeeded' }]);
  await expectSound(shop);
});
