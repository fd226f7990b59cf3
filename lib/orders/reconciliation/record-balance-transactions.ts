import { db } from '#lib/db.ts';
import { findOrders, type LedgerOrder } from '#lib/ledger/find-orders.ts';
import type { LedgerTransaction } from '#lib/ledger/ledger-transaction.ts';
import { recordTransactions } from '#lib/ledger/record-transactions.ts';
import { transactionsOfBalance } from '#lib/ledger/transactions-of-balance.ts';
import { logFailure } from '#lib/logger.ts';
import { findSession } from '#lib/payments/find-session.ts';
import { type BalanceTransaction, listBalanceTransactions } from '#lib/payments/list-balance-transactions.ts';
import { processFact } from '../settlement/process-fact.ts';
import { disputeFacts, type Fact, refundFact, sessionFacts } from '../settlement/sale-fact.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { sinceMark } from './reconciler-mark.ts';

const FIRST_DAYS = 30;
/** Younger ones are left to their webhook, seconds. */
const FRESH = 10;
const BATCH = 100;

/**
 * Reads what moved on our balance at Stripe and writes it into the ledger, with fees. Money that no event has told us of
 * (a charge, a refund, a dispute) is applied to its order first, so that the sale and the ledger say the same.
 * @returns the orders that moved.
 */
export function recordBalanceTransactions(): Promise<SaleChange[]> {
  return sinceMark('balance', FIRST_DAYS, async (since, moved) => {
    const newestFirst: BalanceTransaction[] = [];
    for await (const page of listBalanceTransactions(since)) newestFirst.push(...(await withoutBooked(page)));
    // A charge before what undoes it.
    const oldestFirst = newestFirst.reverse();
    let left = 0;
    for (let start = 0; start < oldestFirst.length; start += BATCH) {
      left += await book(oldestFirst.slice(start, start + BATCH), moved);
    }
    if (left > 0) throw new Error(`${left} transactions of Stripe's could not be applied to their orders`);
  });
}

async function withoutBooked(page: BalanceTransaction[]): Promise<BalanceTransaction[]> {
  const now = Date.now() / 1000;
  const known = await db().ledgerTransaction.findMany({
    where: { key: { in: page.map(({ id }) => id) } },
    select: { key: true },
  });
  const booked = new Set(known.map(({ key }) => key));
  return page.filter(({ id, created }) => !booked.has(id) && Math.abs(now - created) >= FRESH);
}

/** @returns how many are left for the next run: they are not booked, so they count as not read. */
async function book(transactions: BalanceTransaction[], moved: SaleChange[]): Promise<number> {
  const orders = await findOrders(transactions);
  const others = transactions.filter((transaction) => !orders.has(transaction));
  const applied: LedgerTransaction[] = [];
  let left = 0;
  for (const [transaction, order] of orders) {
    if (await apply(transaction, order, moved)) applied.push(...transactionsOfBalance(transaction, order.id));
    else left += 1;
  }
  await recordTransactions(db(), applied);
  // A dispute knows its payment only, and this run may have been the first to hear of that.
  return orders.size > 0 && others.length > 0 ? left + (await book(others, moved)) : left;
}

async function apply(transaction: BalanceTransaction, order: LedgerOrder, moved: SaleChange[]): Promise<boolean> {
  try {
    for (const fact of await unknownFacts(transaction, order)) {
      const { outcome, change } = await processFact(fact, new Date(transaction.created * 1000));
      if (change) moved.push(change);
      if (outcome === 'waiting') return false;
    }
    return true;
  } catch (error) {
    logFailure('money could not be applied to its order', error, { orderId: order.id, transaction: transaction.id });
    return false;
  }
}

const AFTER_PAYMENT: readonly string[] = ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'];

/** What a transaction says about its order; an event that said the same makes it say nothing new. */
async function unknownFacts({ source }: BalanceTransaction, order: LedgerOrder): Promise<Fact[]> {
  if (source.object === 'refund') return [{ ...refundFact(source), orderId: order.id }];
  if (source.object === 'dispute') return disputeFacts(source).map((fact) => ({ ...fact, orderId: order.id }));
  if (AFTER_PAYMENT.includes(order.status)) return [];
  const { amount, currency, payment_intent: paymentIntentId = null } = source;
  // The charge does not say whom to write to; its checkout does.
  const session = paymentIntentId && (await findSession(paymentIntentId));
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
