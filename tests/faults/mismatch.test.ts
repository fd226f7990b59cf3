import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { eventually } from '../support/eventually.ts';
import { payAtStripe, saleOf, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { holdReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork } from '../support/shop/shop-data.ts';
import { sendWebhook } from '../support/stripe/send-webhook.ts';
import { deliver, eventOf, orderStripe } from '../support/stripe/stripe-control.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  await holdReconciler(shop);
  await orderStripe(shop, 'delivery', { mode: 'hold' });
});

afterAll(() => shop?.stop());

/** A paid checkout whose event Stripe has not sent yet. */
async function paid(currency: string, amount: number) {
  const work = await addWork(shop, { amount, currency });
  const checkout = await startCheckoutOverHttp(shop, { slug: work.slug, amount, currency });
  await payAtStripe(shop, checkout.sessionId);
  const event = await eventOf(shop, checkout.sessionId, 'checkout.session.completed');
  return { ...checkout, work, event };
}

const stands = (orderId: string, state: object) =>
  eventually(async () => expect(await saleOf(shop, orderId)).toMatchObject(state));

/** The event with changes in its session, under an id of its own and a good signature. */
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
  ['yen counted in hundredths', 'JPY', 30_000, { amount_total: 3_000_000 }],
  ['dinars counted in hundredths', 'KWD', 12_500, { amount_total: 1_250 }],
  ['the same number in dollars', 'EUR', 12_000, { currency: 'usd' }],
  ['the same number of yen in euros', 'JPY', 30_000, { currency: 'eur' }],
  ['a currency that nobody knows', 'KWD', 12_500, { currency: 'xxq' }],
] as const)(
  'Stripe reports %s for %s %s: flagged, not sold, and the true event still sells',
  async ([, currency, amount, changes]) => {
    const { orderId, event } = await paid(currency, amount);
    await sendChanged(event, changes);
    await stands(orderId, {
      order: 'HELD',
      post: 'LISTED',
      held: true,
      flag: expect.stringMatching(/^Stripe reports/),
    });
    await deliver(shop, event.id);
    await stands(orderId, { order: 'PAID', post: 'SOLD' });
    await expectSound(shop);
  },
);

test('a payment that names another order sells neither; each is sold by its own', async () => {
  const first = await paid('EUR', 12_000);
  const second = await paid('EUR', 12_000);
  await sendChanged(first.event, { metadata: { orderId: second.orderId }, client_reference_id: second.orderId });
  await stands(second.orderId, { order: 'HELD', flag: expect.stringContaining('is not this order') });
  await stands(first.orderId, { order: 'HELD', flag: null });
  await deliver(shop, first.event.id);
  await deliver(shop, second.event.id);
  await stands(first.orderId, { order: 'PAID', post: 'SOLD', flag: null });
  await stands(second.orderId, { order: 'PAID', post: 'SOLD' });
  await expectSound(shop);
});

test('a payment for an order that is not here is flagged for a person, not passed over', async () => {
  const { event, orderId } = await paid('EUR', 12_000);
  const missing = randomUUID();
  await sendChanged(event, { id: 'cs_test_nowhere', metadata: { orderId: missing }, client_reference_id: missing });
  await eventually(async () => {
    const { rows } = await shop.database.query('SELECT detail FROM stripe_events WHERE outcome = $1', ['flagged']);
    expect(rows.map(({ detail }) => detail)).toContainEqual(expect.stringContaining(missing));
  });
  await deliver(shop, event.id);
  await stands(orderId, { order: 'PAID', post: 'SOLD' });
  await expectSound(shop);
});
