import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { makeHeldOrder, saleState } from '../../../support/database/factories.ts';
import {
  disputeEvent,
  type EventJson,
  refundEvent,
  refundStatusEvent,
  sessionEvent,
} from '../../../support/stripe/stripe-events.ts';
import { messageKinds, processJson } from '../settlement/processing-fixture.ts';
import { ledgerOf } from '../stripe-order-fixture.ts';

type Order = { orderId: string; postId: string; paymentIntentId: string };

async function makeSale(): Promise<Order> {
  const order = await makeHeldOrder();
  const paymentIntentId = `pi_${order.orderId}`;
  await processJson(sessionEvent('checkout.session.completed', { ...order, paymentIntentId }));
  return { ...order, paymentIntentId };
}

const refundsOf = ({ orderId }: Order) =>
  db().refund.findMany({
    where: { orderId },
    select: { id: true, amount: true, status: true },
    orderBy: { id: 'asc' },
  });

/** The balance at Stripe after all ledger entries of an order, minor units. */
async function leftAtStripe(order: Order): Promise<number> {
  const entries = (await ledgerOf(order)).flatMap((row) => row.entries);
  return entries
    .flatMap((entry) => /^stripe (-?\d+) /.exec(entry)?.[1] ?? [])
    .reduce((sum, amount) => sum + Number(amount), 0);
}

let count = 0;
const refundId = () => `re_${++count}`;

/** Every order in which three events can arrive. */
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

test.for(ORDERS)(
  'a partial refund is recorded once, with its events in the order %o and repeated',
  async (sequence) => {
    const order = await makeSale();
    const id = refundId();
    const events = [
      refundStatusEvent('refund.created', order, { id, status: 'pending' }),
      refundStatusEvent('refund.updated', order, { id }),
      refundEvent(order, 500),
    ];
    for (const index of [...sequence, ...sequence]) await processJson(events[index] as EventJson);
    // Another event with the same content, as from the balance or from Stripe's response to our request.
    await processJson(refundStatusEvent('refund.updated', { paymentIntentId: order.paymentIntentId }, { id }));
    expect(await refundsOf(order)).toEqual([{ id, amount: 500n, status: 'succeeded' }]);
    expect(await leftAtStripe(order)).toBe(11_500);
    expect(await saleState(order)).toEqual({ order: 'PAID', flag: null, post: 'SOLD', held: false, sold: true });
    expect(await messageKinds(order)).toEqual(['bought', 'sold']);
  },
);

test('twenty reports of one refund at once record one refund', async () => {
  const order = await makeSale();
  const id = refundId();
  const reports = Array.from({ length: 20 }, () => processJson(refundStatusEvent('refund.updated', order, { id })));
  const outcomes = (await Promise.all(reports)).map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['applied', ...Array(19).fill('ignored')]);
  expect(await leftAtStripe(order)).toBe(11_500);
});

test('partial refunds that add up to the whole amount undo the sale with the last of them', async () => {
  const order = await makeSale();
  const [first, second, third] = [refundId(), refundId(), refundId()];
  await processJson(refundStatusEvent('refund.created', order, { id: first, amount: 4_000 }));
  await processJson(refundStatusEvent('refund.created', order, { id: second, amount: 4_000 }));
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  // A pending refund does not count yet.
  await processJson(refundStatusEvent('refund.created', order, { id: third, amount: 4_000, status: 'pending' }));
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await processJson(refundStatusEvent('refund.updated', order, { id: third, amount: 4_000 }))).toEqual({
    outcome: 'applied',
    detail: '€40 refunded: PAID to REFUNDED',
    change: { orderId: order.orderId, postId: order.postId },
  });
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', sold: false });
  expect(await messageKinds(order)).toEqual(['bought', 'refunded', 'sale-refunded', 'sold']);
  expect(await leftAtStripe(order)).toBe(0);
});

test.for(ORDERS)(
  'a pending refund that fails, with its events in the order %o, leaves the sale and flags the order',
  async (sequence) => {
    const order = await makeSale();
    const id = refundId();
    const fullRefund = { id, amount: 12_000 };
    const failed = { ...fullRefund, status: 'failed', failureReason: 'lost_or_stolen_card' };
    const events = [
      refundStatusEvent('refund.created', order, { ...fullRefund, status: 'pending' }),
      refundStatusEvent('refund.failed', order, failed),
      refundStatusEvent('refund.updated', order, failed),
    ];
    for (const index of sequence) await processJson(events[index] as EventJson);
    expect(await refundsOf(order)).toEqual([{ id, amount: 12_000n, status: 'failed' }]);
    expect(await saleState(order)).toMatchObject({
      ...{ order: 'PAID', post: 'SOLD' },
      flag: `The refund ${id} failed: lost_or_stolen_card`,
    });
    expect((await ledgerOf(order)).map(({ kind, key }) => [kind, key])).toEqual([
      ['charge', order.paymentIntentId],
      ['refund', id],
      ['refund-failed', `${id}:failed`],
    ]);
    expect(await leftAtStripe(order)).toBe(12_000);
  },
);

test('a refund that failed after it had succeeded is due again', async () => {
  const order = await makeSale();
  const fullRefund = { id: refundId(), amount: 12_000 };
  await processJson(refundStatusEvent('refund.updated', order, fullRefund));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
  await processJson(refundStatusEvent('refund.failed', order, { ...fullRefund, status: 'failed' }));
  expect(await saleState(order)).toEqual({
    ...{ order: 'REFUND_DUE', post: 'DRAFT', held: false, sold: false },
    flag: `The refund ${fullRefund.id} failed: no reason given`,
  });
  // An earlier report that arrives late changes nothing.
  expect(await processJson(refundStatusEvent('refund.updated', order, fullRefund))).toMatchObject({
    outcome: 'ignored',
  });
  expect(await saleState(order)).toMatchObject({ order: 'REFUND_DUE' });
  expect(await leftAtStripe(order)).toBe(12_000);
});

test('a charge event from before the failure does not end the refund that is due', async () => {
  const order = await makeSale();
  const fullRefund = { id: refundId(), amount: 12_000 };
  await processJson(refundStatusEvent('refund.created', order, fullRefund));
  await processJson(refundStatusEvent('refund.failed', order, { ...fullRefund, status: 'failed' }));
  await processJson(refundEvent(order));
  expect(await saleState(order)).toMatchObject({ order: 'REFUND_DUE' });
  // The next refund's own event ends it.
  await processJson(refundStatusEvent('refund.created', order, { id: refundId(), amount: 12_000 }));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
});

test('a full refund during a bank inquiry undoes the sale when the inquiry is closed', async () => {
  const order = await makeSale();
  await db().order.update({ where: { id: order.orderId }, data: { status: 'DISPUTED' } });
  await processJson(refundStatusEvent('refund.created', order, { id: refundId(), amount: 12_000 }));
  expect(await saleState(order)).toMatchObject({ order: 'DISPUTED', post: 'SOLD' });
  await processJson(disputeEvent('charge.dispute.closed', order, 'warning_closed'));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
});

test('a failure that is reported after another refund has succeeded changes nothing', async () => {
  const order = await makeSale();
  const [first, second] = [refundId(), refundId()];
  await processJson(refundStatusEvent('refund.created', order, { id: first, amount: 12_000, status: 'pending' }));
  await processJson(refundStatusEvent('refund.created', order, { id: second, amount: 12_000 }));
  await processJson(refundStatusEvent('refund.failed', order, { id: first, amount: 12_000, status: 'failed' }));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
  expect(await leftAtStripe(order)).toBe(0);
});
