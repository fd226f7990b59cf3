import type { Db } from '#lib/db.ts';
import { describeMoney } from '#lib/domain/money/money.ts';
import { buyerTransaction } from '#lib/ledger/ledger-transaction.ts';
import { recordTransactions } from '#lib/ledger/record-transactions.ts';
import { flagOrder } from '../settlement/flag-order.ts';
import type { RefundFact } from '../settlement/sale-fact.ts';
import { type LockedSale, type SaleChange, transitionOrder } from '../settlement/transition-order.ts';
import { retryAfter } from './refund-retries.ts';

type Refund = RefundFact['refund'];
type RefundResult = { outcome: 'applied' | 'ignored'; detail: string; change: SaleChange | null };

/** The statuses that each status may replace. Events arrive in any order, so an older report changes nothing. */
const EARLIER_STATUSES = { pending: [], succeeded: ['pending'], failed: ['pending', 'succeeded'] } as const;

/**
 * Records one refund, once per id however often it is reported, with its ledger transactions. The order changes once
 * its full amount is refunded, or if the refund failed.
 * @param at when it happened.
 */
export async function recordRefund(tx: Db, sale: LockedSale, refund: Refund, at: Date): Promise<RefundResult> {
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
        where: { id, orderId: order.id, status: { in: [...EARLIER_STATUSES[status]] } },
        data: { status, failureReason: refund.failureReason },
      });
  const about = { orderId: order.id, occurredAt: at };
  await recordTransactions(tx, [
    buyerTransaction('refund', id, amount, about),
    ...(status === 'failed' ? [buyerTransaction('refund-failed', id, amount, about)] : []),
  ]);
  if (changed === 0) return { outcome: 'ignored', detail: `refund ${id} is already known`, change: null };
  const transition =
    status === 'failed' ? await handleFailedRefund(tx, sale, refund) : await transitionIfFullyRefunded(tx, sale);
  const states = transition ? `: ${transition.from} to ${transition.to}` : '';
  const detail = `${describeMoney(amount)} ${STATUS_WORDS[status]}${states}`;
  return { outcome: 'applied', detail, change: { orderId: order.id, postId: order.postId } };
}

const STATUS_WORDS = { pending: 'refund pending', succeeded: 'refunded', failed: 'refund failed' };

/**
 * Once the full amount has been refunded, clears a flag about the refund and performs the `refunded` transition.
 * @returns the transition, or null if the refund is not complete or the order's status allows none.
 */
export async function transitionIfFullyRefunded(tx: Db, sale: LockedSale) {
  const { order } = sale;
  if (!(await isFullyRefunded(tx, order))) return null;
  await tx.order.updateMany({
    where: { id: order.id, flag: { startsWith: REFUND_FLAG } },
    data: { flag: null },
  });
  return transitionOrder(tx, sale, 'refunded');
}

async function isFullyRefunded(tx: Db, order: LockedSale['order']): Promise<boolean> {
  const { _sum } = await tx.refund.aggregate({
    where: { orderId: order.id, status: 'succeeded' },
    _sum: { amount: true },
  });
  return (_sum.amount ?? 0n) >= order.amount;
}

/** The buyer's bank rejected the money: the order is flagged, and the worker tries again later. */
async function handleFailedRefund(tx: Db, sale: LockedSale, refund: Refund) {
  const { order } = sale;
  // Reported late: another refund has already covered it.
  if (await isFullyRefunded(tx, order)) return null;
  await flagOrder(tx, order.id, `${REFUND_FLAG} ${refund.id} failed: ${refund.failureReason ?? 'no reason given'}`);
  await tx.$executeRaw`
    UPDATE orders SET refund_attempts = refund_attempts + 1, refund_after = ${retryAfter(1)}
    WHERE id = ${order.id}::uuid`;
  return transitionOrder(tx, sale, 'refund-failed');
}

/** The beginning of every flag about a refund; such a flag is cleared when the refund succeeds. */
export const REFUND_FLAG = 'The refund';
