import type { Db } from '#lib/db.ts';
import { describeMoney, sameMoney } from '#lib/domain/money/money.ts';
import { isKnown, isTooEarly } from '#lib/domain/sale/sale.ts';
import { buyerTransaction } from '#lib/ledger/ledger-transaction.ts';
import { recordTransactions } from '#lib/ledger/record-transactions.ts';
import { completeRefund, recordRefund } from '../refunds/record-refund.ts';
import { disputeTransactions, isKnownDispute } from './dispute-transactions.ts';
import { flagOrder } from './flag-order.ts';
import type { Fact, SaleFact, Subject } from './sale-fact.ts';
import { type LockedSale, lockSale, type SaleChange, transitionOrder } from './transition-order.ts';

/**
 * `applied`: the sale moved, or money was recorded. `ignored`: it says nothing new, or is none of ours. `refused`: the
 * table has no such transition. `waiting`: it came before what it follows. `flagged`: a person must look.
 */
export type Outcome = 'applied' | 'ignored' | 'refused' | 'waiting' | 'flagged';
export type Applied = {
  outcome: Outcome;
  detail: string;
  orderId: string | null;
  change: SaleChange | null;
  /** Are there events about this payment that waited, and may be applied after this one? */
  isAwaited?: boolean;
};

/**
 * Applies what Stripe says to the order it is about, in the caller's transaction: order, post, messages and
 * ledger together. Events and the reconciler both come through here, so the same rules hold for both.
 * @param at when it happened.
 */
export async function applyFact(tx: Db, fact: Fact, at: Date): Promise<Applied> {
  const orderId = await findOrderId(tx, fact);
  if (!orderId) return withoutOrder(fact);
  const sale = await lockSale(tx, orderId, fact.paymentIntentId);
  if (!sale) return withoutOrder(fact);
  const { order } = sale;
  const about = { orderId: order.id, change: null };
  const mismatch = mismatchOf(sale, fact);
  if (mismatch) {
    // Paid through this order's own session, it is the payment to give back.
    const isOwn = fact.sessionId !== null && fact.sessionId === order.sessionId && !sale.paymentElsewhere;
    if (isOwn) await rememberPayment(tx, order.id, fact.paymentIntentId);
    await flagOrder(tx, order.id, mismatch);
    return { outcome: 'flagged', detail: mismatch, ...about };
  }
  if (fact.kind === 'part-refund') {
    const detail = `${describeMoney(fact.refunded)} of ${describeMoney(priceOf(order))} went back; the sale stands`;
    return { outcome: 'applied', detail, ...about };
  }
  if (fact.kind === 'sale' && (await isKnownDispute(tx, order.status, fact))) {
    return { outcome: 'ignored', detail: `${fact.event} is known: the order is ${order.status}`, ...about };
  }
  const event = fact.kind === 'refund' ? 'refunded' : fact.event;
  if (isTooEarly(order.status, event)) {
    // A payment that was not accepted never will be, so what undoes it need not wait.
    const isTurnedDown = order.flag !== null || (await hasRefund(tx, order.id));
    if (!isTurnedDown) return { outcome: 'waiting', detail: `${event} came before the payment it is about`, ...about };
    if (fact.kind === 'sale' && event === 'refunded') {
      return { outcome: 'ignored', detail: 'its payment was not accepted', ...about };
    }
  }
  if (fact.kind === 'refund') {
    const recorded = await recordRefund(tx, sale, fact.refund, at);
    return { ...recorded, orderId: order.id, isAwaited: sale.isAwaited };
  }
  return applyToSale(tx, sale, fact, at);
}

async function applyToSale(tx: Db, sale: LockedSale, fact: SaleFact, at: Date): Promise<Applied> {
  const { order } = sale;
  const about = { orderId: order.id, change: null };
  if (fact.event === 'refunded' && (await hasRefund(tx, order.id, 'failed'))) {
    // The charge may have said so before the failure; each refund says for itself whether it arrived.
    return { outcome: 'ignored', detail: 'a refund has failed: the refunds say what went back', ...about };
  }
  await recordTransactions(tx, movementsOf(order, fact, at));
  const transition = await transitionOrder(tx, sale, fact.event, {
    paymentIntentId: fact.paymentIntentId,
    buyerEmail: fact.buyer?.email,
    buyerName: fact.buyer?.name,
    buyerCountry: fact.buyer?.country,
  });
  if (transition) {
    // While the bank or a person asked, all of it may have gone back.
    const again = fact.event === 'dispute-won' || order.flag ? await lockSale(tx, order.id) : null;
    const { to } = (again && (await completeRefund(tx, again))) ?? transition;
    return {
      outcome: 'applied',
      detail: `${transition.from} to ${to}`,
      orderId: order.id,
      change: { orderId: order.id, postId: order.postId },
      isAwaited: sale.isAwaited,
    };
  }
  if (isKnown(order.status, fact.event)) {
    return { outcome: 'ignored', detail: `${fact.event} is known: the order is ${order.status}`, ...about };
  }
  if (fact.event.startsWith('dispute')) {
    const reason = `${fact.event} although the order is ${order.status}`;
    await flagOrder(tx, order.id, reason);
    return { outcome: 'flagged', detail: reason, ...about, isAwaited: sale.isAwaited };
  }
  return { outcome: 'refused', detail: `${fact.event} does not follow ${order.status}`, ...about };
}

const hasRefund = async (tx: Db, orderId: string, status?: 'failed'): Promise<boolean> =>
  (await tx.refund.count({ where: { orderId, ...(status && { status }) } })) > 0;

async function rememberPayment(tx: Db, id: string, paymentIntentId: string | null): Promise<void> {
  if (paymentIntentId) await tx.order.updateMany({ where: { id, paymentIntentId: null }, data: { paymentIntentId } });
}

function withoutOrder(fact: Fact): Applied {
  const none = { orderId: null, change: null };
  const isMoney = fact.kind === 'sale' && (fact.event === 'paid' || fact.event === 'completed-unpaid');
  if (isMoney && fact.orderId) {
    return {
      outcome: 'flagged',
      detail: `Stripe reports a payment for order ${fact.orderId}, which is not here`,
      ...none,
    };
  }
  // A refund or dispute may come before the payment has told us whose it is.
  if (fact.paymentIntentId && !isMoney && !fact.sessionId) {
    return { outcome: 'waiting', detail: 'its payment is not known yet', ...none };
  }
  return { outcome: 'ignored', detail: 'no order of ours', ...none };
}

async function findOrderId(tx: Db, { orderId, sessionId, paymentIntentId }: Subject): Promise<string | null> {
  if (orderId) return orderId;
  if (sessionId) return (await tx.order.findUnique({ where: { sessionId }, select: { id: true } }))?.id ?? null;
  if (!paymentIntentId) return null;
  return (await tx.order.findUnique({ where: { paymentIntentId }, select: { id: true } }))?.id ?? null;
}

const priceOf = (order: LockedSale['order']) => ({ amount: Number(order.amount), currency: order.currency });

/** Why this fact cannot be about this order's payment, or null when all agrees. */
function mismatchOf({ order, paymentElsewhere }: LockedSale, fact: Fact): string | null {
  if (fact.sessionId && order.sessionId && fact.sessionId !== order.sessionId) {
    return `Stripe's session ${fact.sessionId} is not this order's ${order.sessionId}`;
  }
  if (fact.paymentIntentId && order.paymentIntentId && fact.paymentIntentId !== order.paymentIntentId) {
    return `Stripe's payment ${fact.paymentIntentId} is not this order's ${order.paymentIntentId}`;
  }
  if (paymentElsewhere) return `Stripe's payment ${fact.paymentIntentId} belongs to another order`;
  if (fact.kind !== 'sale' || (fact.event !== 'paid' && fact.event !== 'completed-unpaid')) return null;
  if (fact.charged && sameMoney(fact.charged, priceOf(order))) return null;
  const got = fact.charged ? describeMoney(fact.charged) : 'no amount';
  return `Stripe reports ${got} where the order says ${describeMoney(priceOf(order))}`;
}

function movementsOf(order: LockedSale['order'], fact: SaleFact, occurredAt: Date) {
  const about = { orderId: order.id, occurredAt };
  if (fact.event !== 'paid') return disputeTransactions(fact, about);
  return fact.paymentIntentId ? [buyerTransaction('charge', fact.paymentIntentId, priceOf(order), about)] : [];
}
