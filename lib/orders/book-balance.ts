import { db } from '#lib/db.ts';
import { balanceMovements } from '#lib/ledger/balance-movements.ts';
import { findOrders, type OrderOfMoney } from '#lib/ledger/find-orders.ts';
import { recordMovements } from '#lib/ledger/record-movement.ts';
import { logFailure } from '#lib/logger.ts';
import { type BalanceTransaction, listBalanceTransactions } from '#lib/payments/list-balance-transactions.ts';
import type { SaleChange } from './move-order.ts';
import { sinceMark } from './reconciler-mark.ts';
import { disputeFacts, type Fact, refundFact } from './sale-fact.ts';
import { settleFact } from './settle-fact.ts';

const FIRST_DAYS = 30;
/** Younger ones are left to their webhook, seconds. */
const FRESH = 10;
const BATCH = 100;

/**
 * Reads what moved on our balance at Stripe and writes it into the ledger, with fees. Money that no event has told us of
 * (a charge, a refund, a dispute) is applied to its order first, so that the sale and the ledger say the same.
 * @returns the orders that moved.
 */
export async function bookBalance(): Promise<SaleChange[]> {
  const changes = await sinceMark('balance', FIRST_DAYS, async (since) => {
    const newestFirst: BalanceTransaction[] = [];
    for await (const page of listBalanceTransactions(since)) newestFirst.push(...(await withoutBooked(page)));
    const moved: SaleChange[] = [];
    // A charge before what undoes it.
    const oldestFirst = newestFirst.reverse();
    for (let start = 0; start < oldestFirst.length; start += BATCH) {
      moved.push(...(await book(oldestFirst.slice(start, start + BATCH))));
    }
    return moved;
  });
  return changes ?? [];
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

async function book(transactions: BalanceTransaction[]): Promise<SaleChange[]> {
  const orders = await findOrders(transactions);
  const changes: SaleChange[] = [];
  for (const [transaction, order] of orders) {
    try {
      for (const fact of unknownFacts(transaction, order)) {
        const { change } = await settleFact(fact, new Date(transaction.created * 1000));
        if (change) changes.push(change);
      }
    } catch (error) {
      logFailure('money could not be applied to its order', error, { orderId: order.id, transaction: transaction.id });
    }
  }
  await recordMovements(
    db(),
    [...orders].flatMap(([transaction, order]) => balanceMovements(transaction, order.id)),
  );
  return changes;
}

const AFTER_PAYMENT: readonly string[] = ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'];

/** What a transaction says about its order; an event that said the same makes it say nothing new. */
function unknownFacts({ source }: BalanceTransaction, order: OrderOfMoney): Fact[] {
  if (source.object === 'refund') return [{ ...refundFact(source), orderId: order.id }];
  if (source.object === 'dispute') return disputeFacts(source).map((fact) => ({ ...fact, orderId: order.id }));
  if (AFTER_PAYMENT.includes(order.status)) return [];
  const { amount, currency, payment_intent } = source;
  return [
    {
      kind: 'sale',
      event: 'paid',
      orderId: order.id,
      sessionId: null,
      paymentIntentId: payment_intent ?? null,
      charged: { amount, currency: currency.toUpperCase() },
      buyer: null,
    },
  ];
}
