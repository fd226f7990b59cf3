import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { payAtStripe, saleStateOf, startCheckoutOverHttp } from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { pauseReconciliation } from '../support/shop/pause-reconciliation.ts';
import { addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { controlStripe, deliverEvent, eventOf } from '../support/stripe/control-stripe.ts';
import { sendWebhook } from '../support/stripe/send-webhook.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  await pauseReconciliation(shop);
  await controlStripe(shop, 'delivery', { mode: 'hold' });
});

afterAll(() => shop?.stop());

/** A paid checkout whose event Stripe has not sent yet. */
async function payWithoutDelivery(currency: string, amount: number) {
  const work = await addWork(shop, { amount, currency });
  const checkout = await startCheckoutOverHttp(shop, { slug: work.slug, amount, currency });
  await payAtStripe(shop, checkout.sessionId);
  const event = await eventOf(shop, checkout.sessionId, 'checkout.session.completed');
  return { ...checkout, work, event };
}

const expectSale = (orderId: string, state: object) =>
  eventually(async () => expect(await saleStateOf(shop, orderId)).toMatchObject(state));

/** Sends the event with changes to its session, under a new id and with a valid signature. */
async function sendChanged(event: Awaited<ReturnType<typeof eventOf>>, changes: object): Promise<void> {
  const { delivery: _delivery, ...sent } = event;
  const object = { ...sent.data.object, ...changes };
  const id = `evt_${randomUUID().replaceAll('-', '')}`;
  const response = await sendWebhook(shop, JSON.stringify({ ...sent, id, data: { object } }));
  expect(response.status).toBe(200);
}

test.for([
  ['one cent less', 'EUR', 12_000, { amount_total: 11_999 }],
  ['one cent more', 'EUR', 12_000, { amount_total: 12_001 }],
  ['nothing', 'EUR', 12_000, { amount_total: 0 }],
  ['no amount', 'EUR', 12_000, { amount_total: null }],
  ['yen in hundredths', 'JPY', 30_000, { amount_total: 3_000_000 }],
  ['dinars in hundredths', 'KWD', 12_500, { amount_total: 1_250 }],
  ['the same number in dollars', 'EUR', 12_000, { currency: 'usd' }],
  ['the same number of yen in euros', 'JPY', 30_000, { currency: 'eur' }],
  ['an unknown currency', 'KWD', 12_500, { currency: 'xxq' }],
] as const)(
  'if Stripe reports %s for %s %s, the order is flagged and not sold, and the correct event still sells it',
  async ([, currency, amount, changes]) => {
    const { orderId, event } = await payWithoutDelivery(currency, amount);
    await sendChanged(event, changes);
    await expectSale(orderId, {
      order: 'HELD',
      post: 'LISTED',
      held: true,
      flag: expect.stringMatching(/^Stripe reports/),
    });
    await deliverEvent(shop, event.id);
    await expectSale(orderId, { order: 'PAID', post: 'SOLD' });
    await expectInvariants(shop);
  },
);

test('a payment that names another order sells neither work, and each order’s own event sells its work', async () => {
  const first = await payWithoutDelivery('EUR', 12_000);
  const second = await payWithoutDelivery('EUR', 12_000);
  await sendChanged(first.event, { metadata: { orderId: second.orderId }, client_reference_id: second.orderId });
  await expectSale(second.orderId, { order: 'HELD', flag: expect.stringContaining('is not this order') });
  await expectSale(first.orderId, { order: 'HELD', flag: null });
  await deliverEvent(shop, first.event.id);
  await deliverEvent(shop, second.event.id);
  await expectSale(first.orderId, { order: 'PAID', post: 'SOLD', flag: null });
  await expectSale(second.orderId, { order: 'PAID', post: 'SOLD' });
  await expectInvariants(shop);
});

test('a payment for an unknown order is flagged for an admin, not ignored', async () => {
  const { event, orderId } = await payWithoutDelivery('EUR', 12_000);
  const missing = randomUUID();
  await sendChanged(event, { id: 'cs_test_nowhere', metadata: { orderId: missing }, client_reference_id: missing });
  await eventually(async () => {
    const { rows } = await shop.database.query('SELECT detail FROM stripe_events WHERE outcome = $1', ['flagged']);
    expect(rows.map(({ detail }) => detail)).toContainEqual(expect.stringContaining(missing));
  });
  await deliverEvent(shop, event.id);
  await expectSale(orderId, { order: 'PAID', post: 'SOLD' });
  await expectInvariants(shop);
});
