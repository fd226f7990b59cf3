import { db } from '#lib/db.ts';
import { logFailure } from '#lib/logger.ts';
import { expireCheckoutSession } from '#lib/payments/expire-checkout-session.ts';
import { retrieveSession } from '#lib/payments/retrieve-session.ts';
import { processFact } from '../settlement/process-fact.ts';
import { type SaleFact, sessionFacts } from '../settlement/sale-fact.ts';
import type { SaleChange } from '../settlement/transition-order.ts';

const BATCH_SIZE = 10;
/** Stripe expires sessions itself; one that is still open this long after its end is expired by us. */
const GRACE_MINUTES = 5;

type OpenOrder = { id: string; status: 'HELD' | 'PROCESSING'; sessionId: string; overdue: boolean };

/**
 * Asks Stripe about every order that is HELD or PROCESSING and older than two minutes, and applies the facts as events
 * would. This alone completes every sale even if all webhooks are lost. Each order is queried at most once a minute, by
 * one worker, which records the time first.
 * @returns the orders that changed.
 */
export async function reconcileOrders(): Promise<SaleChange[]> {
  const changes: SaleChange[] = [];
  for (;;) {
    const orders = await claimOrders();
    const results = await Promise.all(orders.map((order) => reconcile(order)));
    changes.push(...results.filter((change) => change !== null));
    if (orders.length < BATCH_SIZE) return changes;
  }
}

function claimOrders(): Promise<OpenOrder[]> {
  return db().$queryRaw<OpenOrder[]>`
    UPDATE orders SET asked_at = now()
    WHERE id IN (
      SELECT id FROM orders
      WHERE status IN ('HELD', 'PROCESSING') AND session_id IS NOT NULL AND created_at < now() - interval '2 minutes'
        AND (asked_at IS NULL OR asked_at < now() - interval '1 minute')
      ORDER BY asked_at NULLS FIRST, created_at LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)
    RETURNING id, status, session_id AS "sessionId",
      held_until < now() - make_interval(mins => ${GRACE_MINUTES}) AS overdue`;
}

async function reconcile(order: OpenOrder): Promise<SaleChange | null> {
  try {
    const fact = await retrieveFact(order);
    return fact && (await processFact(fact, new Date())).change;
  } catch (error) {
    logFailure('an order could not be reconciled with Stripe', error, { orderId: order.id });
    return null;
  }
}

const EVENTS = { expired: 'expired', paid: 'paid', unpaid: 'completed-unpaid', failed: 'async-failed' } as const;

/** What Stripe says about an order, or null if it is nothing new. */
async function retrieveFact(order: OpenOrder): Promise<SaleFact | null> {
  const { session, state } = await retrieveSession(order.sessionId);
  if (state === 'open') {
    const expired = order.overdue && (await expireCheckoutSession(order.sessionId)) === 'expired';
    return expired ? { ...sessionFacts(session), event: 'expired', orderId: order.id } : null;
  }
  if (state === 'unpaid' && order.status === 'PROCESSING') return null;
  return { ...sessionFacts(session), event: EVENTS[state], orderId: order.id };
}
