import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  type Checkout,
  payAtStripe,
  saleStateOf,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { pauseReconciliation } from '../support/shop/pause-reconciliation.ts';
import { addWork, mailsTo, uniqueName, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { controlStripe, emulatorState } from '../support/stripe/control-stripe.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  await pauseReconciliation(shop);
});

afterAll(() => shop?.stop());

beforeEach(async () => {
  await controlStripe(shop, 'faults/clear');
  await controlStripe(shop, 'delivery', { mode: 'normal' });
});

type LatePayment = Checkout & { work: Work; email: string };

/** A buyer has paid, the event has not arrived yet, and the hold has expired. */
async function makeLatePayment(): Promise<LatePayment> {
  const work = await addWork(shop);
  const checkout = await startCheckoutOverHttp(shop, work);
  const email = `${uniqueName('late')}@example.org`;
  await controlStripe(shop, 'delivery', { mode: 'hold' });
  await payAtStripe(shop, checkout.sessionId, { email });
  await shop.database.query("UPDATE orders SET status = 'EXPIRED' WHERE id = $1", [checkout.orderId]);
  await shop.database.query('UPDATE posts SET held_until = NULL WHERE id = $1', [work.id]);
  return { ...checkout, work, email };
}

/** Delivers the events of the late payment. */
async function deliverLateEvents(): Promise<void> {
  await controlStripe(shop, 'delivery', { mode: 'normal' });
  await controlStripe(shop, 'flush');
}

const expectSale = (orderId: string, state: object) =>
  eventually(async () => expect(await saleStateOf(shop, orderId)).toMatchObject(state), 20_000);

async function refundsOf({ sessionId }: Checkout) {
  const { sessions, refunds } = await emulatorState(shop);
  const payment = sessions.find(({ id }) => id === sessionId)?.payment_intent;
  return refunds.filter(({ payment_intent }) => payment_intent === payment);
}

async function expectBuyerInformed({ orderId, email }: LatePayment): Promise<void> {
  await eventually(async () => {
    const mails = await mailsTo(shop, email);
    expect(mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Your payment for .* is being refunded$/),
    ]);
    expect(mails[0]?.text).toContain('We are refunding the full amount.');
  });
  expect(await (await fetch(`${shop.url}/orders/${orderId}`)).text()).toContain('The full amount was refunded to you.');
}

test('a late payment for an available work completes the sale', async () => {
  const late = await makeLatePayment();
  await deliverLateEvents();
  await expectSale(late.orderId, { order: 'PAID', post: 'SOLD' });
  expect(await refundsOf(late)).toEqual([]);
  await expectInvariants(shop);
});

test('a late payment for a held work is refunded in full, and the holder can still buy', async () => {
  const late = await makeLatePayment();
  const holder = await startCheckoutOverHttp(shop, late.work);
  await deliverLateEvents();
  await expectSale(late.orderId, { order: 'REFUNDED', post: 'LISTED', held: true });
  expect(await refundsOf(late)).toMatchObject([{ amount: 12_000, status: 'succeeded' }]);
  await expectBuyerInformed(late);
  await payAtStripe(shop, holder.sessionId);
  await expectSale(holder.orderId, { order: 'PAID', post: 'SOLD' });
  await expectInvariants(shop);
});

test('a late payment for a sold work is refunded in full, and the sale is unaffected', async () => {
  const late = await makeLatePayment();
  const holder = await startCheckoutOverHttp(shop, late.work);
  await controlStripe(shop, 'delivery', { mode: 'normal' });
  await payAtStripe(shop, holder.sessionId);
  await expectSale(holder.orderId, { order: 'PAID', post: 'SOLD' });
  await deliverLateEvents();
  await expectSale(late.orderId, { order: 'REFUNDED', post: 'SOLD' });
  await expectBuyerInformed(late);
  await expectSale(holder.orderId, { order: 'PAID', post: 'SOLD' });
  await expectInvariants(shop);
});

test('a refund that Stripe refuses is retried, flagged for the admin after five attempts, and made in the end', async () => {
  const late = await makeLatePayment();
  await startCheckoutOverHttp(shop, late.work);
  await controlStripe(shop, 'fault', { path: '/v1/refunds', method: 'POST', status: 400, times: 5 });
  await deliverLateEvents();
  for (let attempts = 1; attempts <= 5; attempts++) {
    await eventually(async () => expect(await refundAttemptsOf(late)).toMatchObject({ attempts, waits: true }), 20_000);
    expect((await saleStateOf(shop, late.orderId)).flag).toEqual(
      attempts < 5 ? null : expect.stringContaining('refused by Stripe'),
    );
    // The delay grows up to an hour; here it ends at once.
    await shop.database.query('UPDATE orders SET refund_after = now() WHERE id = $1', [late.orderId]);
  }
  await expectSale(late.orderId, { order: 'REFUNDED', flag: null });
  expect(await refundsOf(late)).toHaveLength(1);
  await expectInvariants(shop);
});

async function refundAttemptsOf({ orderId }: Checkout) {
  const { rows } = await shop.database.query(
    `SELECT refund_attempts AS attempts, refund_after > now() + interval '5 seconds' AND refund_after < now() + interval '1 hour' AS waits
     FROM orders WHERE id = $1`,
    [orderId],
  );
  return rows[0];
}
