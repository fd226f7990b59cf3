import { db } from '#lib/db.ts';
import { findOrders, type LedgerOrder } from '#lib/ledger/find-orders.ts';
import type { LedgerTransaction } from '#lib/ledger/ledger-transaction.ts';
import { recordTransactions } from '#lib/ledger/record-transactions.ts';
import { toLedgerTransactions } from '#lib/ledger/to-ledger-transactions.ts';
import { logFailure } from '#lib/logger.ts';
import { findSessionByPayment } from '#lib/payments/find-session-by-payment.ts';
import { type BalanceTransaction, listBalanceTransactions } from '#lib/payments/list-balance-transactions.ts';
import { processFact } from '../settlement/process-fact.ts';
import { disputeFacts, type Fact, refundFact, sessionFacts } from '../settlement/sale-fact.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { runSinceMark } from './run-since-mark.ts';

/** How far the first run goes back. */
const FIRST_RUN_DAYS = 30;
/** Newer transactions are left to their webhook. */
const MIN_AGE_SECONDS = 10;
const BATCH_SIZE = 100;

/**
 * Records Stripe's balance transactions in the ledger, with fees. A charge, refund or dispute that no event has
 * reported is applied to its order first, so that orders and ledger agree.
 * @returns the orders that changed.
 */
export function recordBalanceTransactions(): Promise<SaleChange[]> {
  return runSinceMark('balance', FIRST_RUN_DAYS, async (since, changes) => {
    const newestFirst: BalanceTransaction[] = [];
    for await (const page of listBalanceTransactions(since)) newestFirst.push(...(await withoutRecorded(page)));
    // A charge comes before its refund or dispute.
    const oldestFirst = newestFirst.reverse();
    let left = 0;
    for (let start = 0; start < oldestFirst.length; start += BATCH_SIZE) {
      left += await recordBatch(oldestFirst.slice(start, start + BATCH_SIZE), changes);
    }
    if (left > 0) throw new Error(`${left} of Stripe's balance transactions could not be applied to their orders`);
  });
}

async function withoutRecorded(page: BalanceTransaction[]): Promise<BalanceTransaction[]> {
  const now = Date.now() / 1000;
  const rows = await db().ledgerTransaction.findMany({
    where: { key: { in: page.map(({ id }) => id) } },
    select: { key: true },
  });
  const recorded = new Set(rows.map(({ key }) => key));
  return page.filter(({ id, created }) => !recorded.has(id) && Math.abs(now - created) >= MIN_AGE_SECONDS);
}

/** @returns how many could not be applied; they are not recorded, so the next run reads them again. */
async function recordBatch(transactions: BalanceTransaction[], changes: SaleChange[]): Promise<number> {
  const orders = await findOrders(transactions);
  const withoutOrder = transactions.filter((transaction) => !orders.has(transaction));
  const ledgerTransactions: LedgerTransaction[] = [];
  let left = 0;
  for (const [transaction, order] of orders) {
    const isApplied = await applyToOrder(transaction, order, changes);
    if (isApplied) ledgerTransactions.push(...toLedgerTransactions(transaction, order.id));
    else left += 1;
  }
  await recordTransactions(db(), ledgerTransactions);
  // A dispute names only its payment, which this batch may have just recorded.
  return orders.size > 0 && withoutOrder.length > 0 ? left + (await recordBatch(withoutOrder, changes)) : left;
}

async function applyToOrder(
  transaction: BalanceTransaction,
  order: LedgerOrder,
  changes: SaleChange[],
): Promise<boolean> {
  try {
    for (const fact of await newFacts(transaction, order)) {
      const { outcome, change } = await processFact(fact, new Date(transaction.created * 1000));
      if (change) changes.push(change);
      if (outcome === 'waiting') return false;
    }
    return true;
  } catch (error) {
    logFailure('a balance transaction could not be applied to its order', error, {
      orderId: order.id,
      transaction: transaction.id,
    });
    return false;
  }
}

const AFTER_PAYMENT: readonly string[] = ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'];

/** The facts in a balance transaction; `applyFact` ignores those that an event has reported before. */
async function newFacts({ source }: BalanceTransaction, order: LedgerOrder): Promise<Fact[]> {
  if (source.object === 'refund') return [{ ...refundFact(source), orderId: order.id }];
  if (source.object === 'dispute') return disputeFacts(source).map((fact) => ({ ...fact, orderId: order.id }));
  if (AFTER_PAYMENT.includes(order.status)) return [];
  const { amount, currency, payment_intent: paymentIntentId = null } = source;
  // Only the checkout session has the buyer's name and email.
  const session = paymentIntentId && (await findSessionByPayment(paymentIntentId));
  if (session) return [{ ...sessionFacts(session), event: 'paid', orderId: order.id }];
  return [
    {
      kind: 'sale',
      event: 'paid',
      orderId: order.id,
      sessionId: null,
      paymentIntentId,
      charged: { amount, currency: currency.toUpperCase() },
      buyer: null,
    },
  ];
}
