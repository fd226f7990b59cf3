import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { eventually } from '../support/eventually.ts';
import { type Checkout, payAtStripe, saleOf, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { holdReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork, mailsTo, uniqueName, type Work } from '../support/shop/shop-data.ts';
import { orderStripe, stripeState } from '../support/stripe/stripe-control.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'));
  await holdReconciler(shop);
});

afterAll(() => shop?.stop());

beforeEach(async () => {
  await orderStripe(shop, 'faults/clear');
  await orderStripe(shop, 'delivery', { mode: 'normal' });
});

type Late = Checkout & { work: Work; email: string };

/** A buyer who has paid, of which no word has come yet, while his hold has ended. */
async function paidTooLate(): Promise<Late> {
  const work = await addWork(shop);
  const checkout = await startCheckoutOverHttp(shop, work);
  const email = `${uniqueName('late')}@example.org`;
  await orderStripe(shop, 'delivery', { mode: 'hold' });
  await payAtStripe(shop, checkout.sessionId, { email });
  await shop.database.query("UPDATE orders SET status = 'EXPIRED' WHERE id = $1", [checkout.orderId]);
  await shop.database.query('UPDATE posts SET held_until = NULL WHERE id = $1', [work.id]);
  return { ...checkout, work, email };
}

/** Word of the late payment comes. */
async function wordComes(): Promise<void> {
  await orderStripe(shop, 'delivery', { mode: 'normal' });
  await orderStripe(shop, 'flush');
}

const stands = (orderId: string, state: object) =>
  eventually(async () => expect(await saleOf(shop, orderId)).toMatchObject(state), 20_000);

async function refundsOf({ sessionId }: Checkout) {
  const { sessions, refunds } = await stripeState(shop);
  const payment = sessions.find(({ id }) => id === sessionId)?.payment_intent;
  return refunds.filter(({ payment_intent }) => payment_intent === payment);
}

async function expectToldInPlainWords({ orderId, email }: Late): Promise<void> {
  await eventually(async () => {
    const mails = await mailsTo(shop, email);
    expect(mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Your payment for .* goes back to you$/),
    ]);
    expect(mails[0]?.text).toContain('We are giving the whole amount back.');
  });
  expect(await (await fetch(`${shop.url}/orders/${orderId}`)).text()).toContain('The whole amount went back to you.');
}

test('late payment on a free work: it is sold to the one who paid', async () => {
  const late = await paidTooLate();
  await wordComes();
  await stands(late.orderId, { order: 'PAID', post: 'SOLD' });
  expect(await refundsOf(late)).toEqual([]);
  await expectSound(shop);
});

test('late payment on a held work: all of it goes back, and the holder can still buy', async () => {
  const late = await paidTooLate();
  const holder = await startCheckoutOverHttp(shop, late.work);
  await wordComes();
  await stands(late.orderId, { order: 'REFUNDED', post: 'LISTED', held: true });
  expect(await refundsOf(late)).toMatchObject([{ amount: 12_000, status: 'succeeded' }]);
  await expectToldInPlainWords(late);
  await payAtStripe(shop, holder.sessionId);
  await stands(holder.orderId, { order: 'PAID', post: 'SOLD' });
  await expectSound(shop);
});

test('late payment on a sold work: all of it goes back, and the sale stands', async () => {
  const late = await paidTooLate();
  const holder = await startCheckoutOverHttp(shop, late.work);
  await orderStripe(shop, 'delivery', { mode: 'normal' });
  await payAtStripe(shop, holder.sessionId);
  await stands(holder.orderId, { order: 'PAID', post: 'SOLD' });
  await wordComes();
  await stands(late.orderId, { order: 'REFUNDED', post: 'SOLD' });
  await expectToldInPlainWords(late);
  await stands(holder.orderId, { order: 'PAID', post: 'SOLD' });
  await expectSound(shop);
});

test('a refund that Stripe refuses is tried again, shown to the admin after five times, and done in the end', async () => {
  const late = await paidTooLate();
  await startCheckoutOverHttp(shop, late.work);
  await orderStripe(shop, 'fault', { path: '/v1/refunds', method: 'POST', status: 400, times: 5 });
  await wordComes();
  for (let attempts = 1; attempts <= 5; attempts++) {
    await eventually(async () => expect(await triesOf(late)).toMatchObject({ attempts, waits: true }), 20_000);
    expect((await saleOf(shop, late.orderId)).flag).toEqual(
      attempts < 5 ? null : expect.stringContaining('refused by Stripe'),
    );
    // The pause grows up to an hour; here it is over at once.
    await shop.database.query('UPDATE orders SET refund_after = now() WHERE id = $1', [late.orderId]);
  }
  await stands(late.orderId, { order: 'REFUNDED', flag: null });
  expect(await refundsOf(late)).toHaveLength(1);
  await expectSound(shop);
});

async function triesOf({ orderId }: Checkout) {
  const { rows } = await shop.database.query(
    `SELECT refund_attempts AS attempts, refund_after > now() + interval '5 seconds' AND refund_after < now() + interval '1 hour' AS waits
     FROM orders WHERE id = $1`,
    [orderId],
  );
  return rows[0];
}
