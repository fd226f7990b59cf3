import type { Db } from '#lib/db.ts';
import { describeMoney } from '#lib/domain/money/money.ts';
import { buyerTransaction } from '#lib/ledger/ledger-transaction.ts';
import { recordTransactions } from '#lib/ledger/record-transactions.ts';
import { flagOrder } from '../settlement/flag-order.ts';
import type { RefundFact } from '../settlement/sale-fact.ts';
import { type LockedSale, type SaleChange, transitionOrder } from '../settlement/transition-order.ts';
import { retryAfter } from './refund-retries.ts';

type Refund = RefundFact['refund'];
type Recorded = { outcome: 'applied' | 'ignored'; detail: string; change: SaleChange | null };

/** A later report never takes a refund back to an earlier state: events come in any order. */
const EARLIER = { pending: [], succeeded: ['pending'], failed: ['pending', 'succeeded'] } as const;

/**
 * Writes down one refund of Stripe's, once for each id however often it is reported, with its money in the
 * ledger, and moves the order when all of it has gone back, or has come back to us.
 * @param at when it happened.
 */
export async function recordRefund(tx: Db, sale: LockedSale, refund: Refund, at: Date): Promise<Recorded> {
  const { order } = sale;
  const { id, amount, status } = refund;
  const isNew =
    (await tx.$executeRaw`
      INSERT INTO refunds (id, order_id, amount, currency, status, failure_reason)
      VALUES (${id}, ${order.id}::uuid, ${amount.amount}, ${amount.currency}, ${status}, ${refund.failureReason})
      ON CONFLICT (id) DO NOTHING`) === 1;
  const { count: changed } = isNew
    ? { count: 1 }
    : await tx.refund.updateMany({
        where: { id, orderId: order.id, status: { in: [...EARLIER[status]] } },
        data: { status, failureReason: refund.failureReason },
      });
  const about = { orderId: order.id, occurredAt: at };
  await recordTransactions(tx, [
    buyerTransaction('refund', id, amount, about),
    ...(status === 'failed' ? [buyerTransaction('refund-failed', id, amount, about)] : []),
  ]);
  if (changed === 0) return { outcome: 'ignored', detail: `refund ${id} is known`, change: null };
  const moved = status === 'failed' ? await takeBack(tx, sale, refund) : await completeRefund(tx, sale);
  const detail = `${describeMoney(amount)} ${WORDS[status]}${moved ? `: ${moved.from} to ${moved.to}` : ''}`;
  return { outcome: 'applied', detail, change: { orderId: order.id, postId: order.postId } };
}

const WORDS = { pending: 'is on its way back', succeeded: 'went back', failed: 'came back to us' };

/** Moves the order when all of it has gone back, if it can be moved now. */
export async function completeRefund(tx: Db, sale: LockedSale) {
  const { order } = sale;
  if (!(await hasAllGoneBack(tx, order))) return null;
  await tx.order.updateMany({
    where: { id: order.id, flag: { startsWith: REFUND_FLAG } },
    data: { flag: null },
  });
  return transitionOrder(tx, sale, 'refunded');
}

async function hasAllGoneBack(tx: Db, order: LockedSale['order']): Promise<boolean> {
  const { _sum } = await tx.refund.aggregate({
    where: { orderId: order.id, status: 'succeeded' },
    _sum: { amount: true },
  });
  return (_sum.amount ?? 0n) >= order.amount;
}

/** The buyer's bank refused the money: somebody has to know, and the worker tries once more later. */
async function takeBack(tx: Db, sale: LockedSale, refund: Refund) {
  const { order } = sale;
  // Told late: another refund has made it good.
  if (await hasAllGoneBack(tx, order)) return null;
  await flagOrder(tx, order.id, `${REFUND_FLAG} ${refund.id} failed: ${refund.failureReason ?? 'no reason given'}`);
  await tx.$executeRaw`
    UPDATE orders SET refund_attempts = refund_attempts + 1, refund_after = ${retryAfter(1)} WHERE id = ${order.id}::uuid`;
  return transitionOrder(tx, sale, 'refund-failed');
}

/** How the flags about refunds begin; they go away by themselves when the refund is done. */
export const REFUND_FLAG = 'The refund';
