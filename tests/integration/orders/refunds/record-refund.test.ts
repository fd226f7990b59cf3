import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { makeHeldOrder, saleState } from '../../../support/database/factories.ts';
import {
  disputeEvent,
  type EventJson,
  refundEvent,
  refundReport,
  sessionEvent,
} from '../../../support/stripe/stripe-events.ts';
import { ledgerOf } from '../at-stripe.ts';
import { messageKinds, settle } from '../settlement/process-events.ts';

type Order = { orderId: string; postId: string; paymentIntentId: string };

async function makeSale(): Promise<Order> {
  const order = await makeHeldOrder();
  const paymentIntentId = `pi_${order.orderId}`;
  await settle(sessionEvent('checkout.session.completed', { ...order, paymentIntentId }));
  return { ...order, paymentIntentId };
}

const refundsOf = ({ orderId }: Order) =>
  db().refund.findMany({
    where: { orderId },
    select: { id: true, amount: true, status: true },
    orderBy: { id: 'asc' },
  });

/** What is at Stripe after all that moved between buyer and us, minor units. */
async function leftAtStripe(order: Order): Promise<number> {
  const entries = (await ledgerOf(order)).flatMap((row) => row.entries);
  return entries
    .flatMap((entry) => /^stripe (-?\d+) /.exec(entry)?.[1] ?? [])
    .reduce((sum, one) => sum + Number(one), 0);
}

let count = 0;
const refundId = () => `re_${++count}`;

/** Every order in which three things can be told. */
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

test.for(ORDERS)('a part that went back is recorded once, told in the order %o and twice', async (told) => {
  const order = await makeSale();
  const id = refundId();
  const events = [
    refundReport('refund.created', order, { id, status: 'pending' }),
    refundReport('refund.updated', order, { id }),
    refundEvent(order, 500),
  ];
  for (const index of [...told, ...told]) await settle(events[index] as EventJson);
  // Told by another event with the same content, as the balance or our own answer would.
  await settle(refundReport('refund.updated', { paymentIntentId: order.paymentIntentId }, { id }));
  expect(await refundsOf(order)).toEqual([{ id, amount: 500n, status: 'succeeded' }]);
  expect(await leftAtStripe(order)).toBe(11_500);
  expect(await saleState(order)).toEqual({ order: 'PAID', flag: null, post: 'SOLD', held: false, sold: true });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test('twenty reports of one refund at once are one refund', async () => {
  const order = await makeSale();
  const id = refundId();
  const reports = Array.from({ length: 20 }, () => settle(refundReport('refund.updated', order, { id })));
  const outcomes = (await Promise.all(reports)).map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['applied', ...Array(19).fill('ignored')]);
  expect(await leftAtStripe(order)).toBe(11_500);
});

test('parts that make up the whole undo the sale with the last of them', async () => {
  const order = await makeSale();
  const [first, second, third] = [refundId(), refundId(), refundId()];
  await settle(refundReport('refund.created', order, { id: first, amount: 4_000 }));
  await settle(refundReport('refund.created', order, { id: second, amount: 4_000 }));
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  // One that is on its way has not gone back.
  await settle(refundReport('refund.created', order, { id: third, amount: 4_000, status: 'pending' }));
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await settle(refundReport('refund.updated', order, { id: third, amount: 4_000 }))).toEqual({
    outcome: 'applied',
    detail: '€40 went back: PAID to REFUNDED',
    change: { orderId: order.orderId, postId: order.postId },
  });
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', sold: false });
  expect(await messageKinds(order)).toEqual(['bought', 'refunded', 'sale-refunded', 'sold']);
  expect(await leftAtStripe(order)).toBe(0);
});

test.for(ORDERS)(
  'pending, then failed, told in the order %o: the sale stands and somebody has to know',
  async (told) => {
    const order = await makeSale();
    const id = refundId();
    const whole = { id, amount: 12_000 };
    const failed = { ...whole, status: 'failed', failureReason: 'lost_or_stolen_card' };
    const events = [
      refundReport('refund.created', order, { ...whole, status: 'pending' }),
      refundReport('refund.failed', order, failed),
      refundReport('refund.updated', order, failed),
    ];
    for (const index of told) await settle(events[index] as EventJson);
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
  const whole = { id: refundId(), amount: 12_000 };
  await settle(refundReport('refund.updated', order, whole));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
  await settle(refundReport('refund.failed', order, { ...whole, status: 'failed' }));
  expect(await saleState(order)).toEqual({
    ...{ order: 'REFUND_DUE', post: 'DRAFT', held: false, sold: false },
    flag: `The refund ${whole.id} failed: no reason given`,
  });
  // A report from before that arrives late does not bring it back.
  expect(await settle(refundReport('refund.updated', order, whole))).toMatchObject({ outcome: 'ignored' });
  expect(await saleState(order)).toMatchObject({ order: 'REFUND_DUE' });
  expect(await leftAtStripe(order)).toBe(12_000);
});

test("the charge's word from before a failure does not end what is due", async () => {
  const order = await makeSale();
  const whole = { id: refundId(), amount: 12_000 };
  await settle(refundReport('refund.created', order, whole));
  await settle(refundReport('refund.failed', order, { ...whole, status: 'failed' }));
  await settle(refundEvent(order));
  expect(await saleState(order)).toMatchObject({ order: 'REFUND_DUE' });
  // The next refund says itself that it is done.
  await settle(refundReport('refund.created', order, { id: refundId(), amount: 12_000 }));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
});

test('a refund of the whole while the bank asks undoes the sale when the question is closed', async () => {
  const order = await makeSale();
  await db().order.update({ where: { id: order.orderId }, data: { status: 'DISPUTED' } });
  await settle(refundReport('refund.created', order, { id: refundId(), amount: 12_000 }));
  expect(await saleState(order)).toMatchObject({ order: 'DISPUTED', post: 'SOLD' });
  await settle(disputeEvent('charge.dispute.closed', order, 'warning_closed'));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
});

test('a failure that is told after another refund has made it good changes nothing', async () => {
  const order = await makeSale();
  const [first, second] = [refundId(), refundId()];
  await settle(refundReport('refund.created', order, { id: first, amount: 12_000, status: 'pending' }));
  await settle(refundReport('refund.created', order, { id: second, amount: 12_000 }));
  await settle(refundReport('refund.failed', order, { id: first, amount: 12_000, status: 'failed' }));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
  expect(await leftAtStripe(order)).toBe(0);
});
