import type { Db } from '#lib/db.ts';
import { describeMoney, moneyOf, sameMoney } from '#lib/domain/money/money.ts';
import { isKnown, mustWait } from '#lib/domain/sale/sale.ts';
import { buyerTransaction } from '#lib/ledger/ledger-transaction.ts';
import { recordTransactions } from '#lib/ledger/record-transactions.ts';
import { recordRefund, transitionIfFullyRefunded } from '../refunds/record-refund.ts';
import { disputeTransactions, isKnownDispute } from './dispute-transactions.ts';
import { flagOrder } from './flag-order.ts';
import type { Fact, OrderReference, SaleFact } from './sale-fact.ts';
import { type LockedSale, lockSale, type SaleChange, transitionOrder } from './transition-order.ts';

/**
 * `applied`: the order changed, or money was recorded. `ignored`: nothing new, or no order of this shop. `refused`: the
 * table has no such transition. `waiting`: it arrived before the event it follows. `flagged`: an admin must decide.
 */
export type FactOutcome = 'applied' | 'ignored' | 'refused' | 'waiting' | 'flagged';
export type FactResult = {
  outcome: FactOutcome;
  detail: string;
  orderId: string | null;
  change: SaleChange | null;
  /** Whether waiting events about this payment can be retried now. */
  hasWaitingEvents?: boolean;
};

/**
 * Applies a fact to its order in the caller's transaction: order, post, messages and ledger together. Events and
 * reconciliation both use it, so the same rules hold for both.
 * @param at when it happened.
 */
export async function applyFact(tx: Db, fact: Fact, at: Date): Promise<FactResult> {
  const orderId = await findOrderId(tx, fact);
  if (!orderId) return resultWithoutOrder(fact);
  const sale = await lockSale(tx, orderId, fact.paymentIntentId);
  if (!sale) return resultWithoutOrder(fact);
  const { order } = sale;
  const about = { orderId: order.id, change: null };
  const mismatch = mismatchOf(sale, fact);
  if (mismatch) {
    // A payment through this order's own session is the one an admin can refund.
    const isOwn = fact.sessionId !== null && fact.sessionId === order.sessionId && !sale.isPaymentOfAnotherOrder;
    if (isOwn) await savePaymentIntent(tx, order.id, fact.paymentIntentId);
    await flagOrder(tx, order.id, mismatch);
    return { outcome: 'flagged', detail: mismatch, ...about };
  }
  if (fact.kind === 'part-refund') {
    const amounts = `${describeMoney(fact.refunded)} of ${describeMoney(moneyOf(order))}`;
    const detail = `${amounts} refunded; the order stays ${order.status}`;
    return { outcome: 'applied', detail, ...about };
  }
  if (fact.kind === 'sale' && (await isKnownDispute(tx, order.status, fact))) {
    return { outcome: 'ignored', detail: `${fact.event} is already known: the order is ${order.status}`, ...about };
  }
  const event = fact.kind === 'refund' ? 'refunded' : fact.event;
  if (mustWait(order.status, event)) {
    // A rejected payment will never be applied, so its refund need not wait for it.
    const isPaymentRejected = order.flag !== null || (await hasRefund(tx, order.id));
    if (!isPaymentRejected)
      return { outcome: 'waiting', detail: `${event} arrived before the event it follows`, ...about };
    if (fact.kind === 'sale' && event === 'refunded') {
      return { outcome: 'ignored', detail: 'its payment was not accepted', ...about };
    }
  }
  if (fact.kind === 'refund') {
    const recorded = await recordRefund(tx, sale, fact.refund, at);
    return { ...recorded, orderId: order.id, hasWaitingEvents: sale.hasWaitingEvents };
  }
  return applyToSale(tx, sale, fact, at);
}

async function applyToSale(tx: Db, sale: LockedSale, fact: SaleFact, at: Date): Promise<FactResult> {
  const { order } = sale;
  const about = { orderId: order.id, change: null };
  if (fact.event === 'refunded' && (await hasRefund(tx, order.id, 'failed'))) {
    // The charge may have been reported as refunded before the failure; only the refunds themselves are reliable.
    return { outcome: 'ignored', detail: 'a refund has failed: only the refund events count', ...about };
  }
  await recordTransactions(tx, ledgerTransactionsOf(order, fact, at));
  const transition = await transitionOrder(tx, sale, fact.event, {
    paymentIntentId: fact.paymentIntentId,
    buyerEmail: fact.buyer?.email,
    buyerName: fact.buyer?.name,
    buyerCountry: fact.buyer?.country,
  });
  if (transition) {
    // The full amount may have been refunded during the dispute or while the order was flagged.
    const current = fact.event === 'dispute-won' || order.flag ? await lockSale(tx, order.id) : null;
    const { to } = (current && (await transitionIfFullyRefunded(tx, current))) ?? transition;
    return {
      outcome: 'applied',
      detail: `${transition.from} to ${to}`,
      orderId: order.id,
      change: { orderId: order.id, postId: order.postId },
      hasWaitingEvents: sale.hasWaitingEvents,
    };
  }
  if (isKnown(order.status, fact.event)) {
    return { outcome: 'ignored', detail: `${fact.event} is already known: the order is ${order.status}`, ...about };
  }
  if (fact.event.startsWith('dispute')) {
    const reason = `${fact.event} although the order is ${order.status}`;
    await flagOrder(tx, order.id, reason);
    return { outcome: 'flagged', detail: reason, ...about, hasWaitingEvents: sale.hasWaitingEvents };
  }
  return { outcome: 'refused', detail: `${fact.event} does not follow ${order.status}`, ...about };
}

const hasRefund = async (tx: Db, orderId: string, status?: 'failed'): Promise<boolean> =>
  (await tx.refund.count({ where: { orderId, ...(status && { status }) } })) > 0;

async function savePaymentIntent(tx: Db, id: string, paymentIntentId: string | null): Promise<void> {
  if (paymentIntentId) await tx.order.updateMany({ where: { id, paymentIntentId: null }, data: { paymentIntentId } });
}

function resultWithoutOrder(fact: Fact): FactResult {
  const none = { orderId: null, change: null };
  const isMoney = fact.kind === 'sale' && (fact.event === 'paid' || fact.event === 'completed-unpaid');
  if (isMoney && fact.orderId) {
    return {
      outcome: 'flagged',
      detail: `Stripe reports a payment for order ${fact.orderId}, which does not exist here`,
      ...none,
    };
  }
  // A refund or dispute may arrive before the payment that says which order it belongs to.
  if (fact.paymentIntentId && !isMoney && !fact.sessionId) {
    return { outcome: 'waiting', detail: 'its payment is not known yet', ...none };
  }
  return { outcome: 'ignored', detail: 'no order of this shop', ...none };
}

async function findOrderId(tx: Db, { orderId, sessionId, paymentIntentId }: OrderReference): Promise<string | null> {
  if (orderId) return orderId;
  if (sessionId) return (await tx.order.findFirst({ where: { sessionId }, select: { id: true } }))?.id ?? null;
  if (!paymentIntentId) return null;
  return (await tx.order.findFirst({ where: { paymentIntentId }, select: { id: true } }))?.id ?? null;
}

/** Why this fact cannot be about this order's payment, or null if everything matches. */
function mismatchOf({ order, isPaymentOfAnotherOrder }: LockedSale, fact: Fact): string | null {
  if (fact.sessionId && order.sessionId && fact.sessionId !== order.sessionId) {
    return `Stripe's session ${fact.sessionId} is not this order's ${order.sessionId}`;
  }
  if (fact.paymentIntentId && order.paymentIntentId && fact.paymentIntentId !== order.paymentIntentId) {
    return `Stripe's payment ${fact.paymentIntentId} is not this order's ${order.paymentIntentId}`;
  }
  if (isPaymentOfAnotherOrder) return `Stripe's payment ${fact.paymentIntentId} belongs to another order`;
  if (fact.kind !== 'sale' || (fact.event !== 'paid' && fact.event !== 'completed-unpaid')) return null;
  if (fact.charged && sameMoney(fact.charged, moneyOf(order))) return null;
  const reported = fact.charged ? describeMoney(fact.charged) : 'no amount';
  return `Stripe reports ${reported} where the order says ${describeMoney(moneyOf(order))}`;
}

function ledgerTransactionsOf(order: LockedSale['order'], fact: SaleFact, occurredAt: Date) {
  const about = { orderId: order.id, occurredAt };
  if (fact.event !== 'paid') return disputeTransactions(fact, about);
  return fact.paymentIntentId ? [buyerTransaction('charge', fact.paymentIntentId, moneyOf(order), about)] : [];
}
