import { type Db, db } from '#lib/db.ts';
import { formatMoney, sameMoney } from '#lib/domain/money.ts';
import type { StripeEvent } from '#lib/schemas/stripe-events.ts';
import { type LockedSale, lockSale, moveOrder, type SaleChange } from './move-order.ts';
import { type SaleFact, saleFactOf } from './sale-fact.ts';

/** `duplicate`: its id was there already. `refused`: the table has no such transition. `flagged`: a person must look. */
export type Settlement = {
  outcome: 'applied' | 'duplicate' | 'ignored' | 'refused' | 'flagged';
  detail: string | null;
  change: SaleChange | null;
};

/**
 * Applies a Stripe event to the sale it belongs to, at most once: the event's id is written in the
 * same transaction as its effect, and a second delivery finds it there and does nothing.
 * @throws when the database is away or a row is locked too long; nothing is written then.
 */
export function settleEvent(event: StripeEvent): Promise<Settlement> {
  return db().$transaction(
    async (tx) => {
      // A second delivery waits here until the first has committed, then finds its row.
      const fresh = await tx.$executeRaw`
        INSERT INTO stripe_events (id, type, created_at, outcome) VALUES (${event.id}, ${event.type}, to_timestamp(${event.created}), 'applied')
        ON CONFLICT (id) DO NOTHING`;
      if (fresh === 0) return { outcome: 'duplicate', detail: null, change: null };
      const fact = saleFactOf(event);
      const settled = 'ignored' in fact ? ignored(fact.ignored) : await applyFact(tx, fact);
      const { orderId, ...settlement } = settled;
      await tx.stripeEvent.update({
        where: { id: event.id },
        data: { outcome: settlement.outcome, detail: settlement.detail, orderId },
      });
      return settlement;
    },
    { timeout: 10_000, maxWait: 2_000 },
  );
}

type Settled = Settlement & { orderId: string | null };

const ignored = (detail: string): Settled => ({ outcome: 'ignored', detail, change: null, orderId: null });

async function applyFact(tx: Db, fact: SaleFact): Promise<Settled> {
  const orderId = await findOrderId(tx, fact);
  const sale = orderId ? await lockSale(tx, orderId) : null;
  if (!sale) return ignored('no order of ours');
  const { order } = sale;
  const mismatch = mismatchOf(order, fact);
  if (mismatch) {
    await tx.order.update({ where: { id: order.id }, data: { flag: mismatch } });
    return { outcome: 'flagged', detail: mismatch, change: null, orderId: order.id };
  }
  const transition = await moveOrder(tx, sale, fact.event, {
    paymentIntentId: fact.paymentIntentId,
    buyerEmail: fact.buyer?.email,
    buyerName: fact.buyer?.name,
    buyerCountry: fact.buyer?.country,
  });
  if (!transition) {
    return {
      outcome: 'refused',
      detail: `${fact.event} does not follow ${order.status}`,
      change: null,
      orderId: order.id,
    };
  }
  return {
    outcome: 'applied',
    detail: `${transition.from} to ${transition.to}`,
    change: { orderId: order.id, postId: order.postId },
    orderId: order.id,
  };
}

async function findOrderId(tx: Db, { orderId, sessionId, paymentIntentId }: SaleFact): Promise<string | null> {
  if (orderId) return orderId;
  if (sessionId) return (await tx.order.findUnique({ where: { sessionId }, select: { id: true } }))?.id ?? null;
  if (!paymentIntentId) return null;
  return (await tx.order.findUnique({ where: { paymentIntentId }, select: { id: true } }))?.id ?? null;
}

/** Why this fact cannot be about this order's payment, or null when all agrees. */
function mismatchOf(order: LockedSale['order'], fact: SaleFact): string | null {
  if (fact.sessionId && order.sessionId && fact.sessionId !== order.sessionId) {
    return `Stripe's session ${fact.sessionId} is not this order's ${order.sessionId}`;
  }
  if (fact.paymentIntentId && order.paymentIntentId && fact.paymentIntentId !== order.paymentIntentId) {
    return `Stripe's payment ${fact.paymentIntentId} is not this order's ${order.paymentIntentId}`;
  }
  if (fact.event !== 'paid' && fact.event !== 'completed-unpaid') return null;
  const expected = { amount: Number(order.amount), currency: order.currency };
  if (fact.charged && sameMoney(fact.charged, expected)) return null;
  const got = fact.charged ? describe(fact.charged) : 'no amount';
  return `Stripe reports ${got} where the order says ${describe(expected)}`;
}

/** An unknown currency must not keep the flag from being written. */
function describe(money: { amount: number; currency: string }): string {
  try {
    return formatMoney(money);
  } catch {
    return `${money.amount} ${money.currency}`;
  }
}
