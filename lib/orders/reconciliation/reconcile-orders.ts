import { db } from '#lib/db.ts';
import { logFailure } from '#lib/logger.ts';
import { expireCheckoutSession } from '#lib/payments/expire-checkout-session.ts';
import { retrieveSession } from '#lib/payments/retrieve-session.ts';
import { processFact } from '../settlement/process-fact.ts';
import { type SaleFact, sessionFacts } from '../settlement/sale-fact.ts';
import type { SaleChange } from '../settlement/transition-order.ts';

const BATCH = 10;
/** Stripe ends a session by itself when its time is over; if it has not by then, we do. */
const GRACE_MINUTES = 5;

type Open = { id: string; status: 'HELD' | 'PROCESSING'; sessionId: string; overdue: boolean };

/**
 * Asks Stripe about every order that is held or waits for its money and is older than two minutes, and applies what
 * it learns as an event would: with every webhook lost this alone brings each sale home. An order is asked about
 * at most once a minute, by one worker: whoever takes it notes the time first.
 * @returns the orders that moved.
 */
export async function reconcileOrders(): Promise<SaleChange[]> {
  const changes: SaleChange[] = [];
  for (;;) {
    const orders = await takeOrders();
    const settled = await Promise.all(orders.map((order) => reconcile(order)));
    changes.push(...settled.filter((change) => change !== null));
    if (orders.length < BATCH) return changes;
  }
}

function takeOrders(): Promise<Open[]> {
  return db().$queryRaw<Open[]>`
    UPDATE orders SET asked_at = now()
    WHERE id IN (
      SELECT id FROM orders
      WHERE status IN ('HELD', 'PROCESSING') AND session_id IS NOT NULL AND created_at < now() - interval '2 minutes'
        AND (asked_at IS NULL OR asked_at < now() - interval '1 minute')
      ORDER BY asked_at NULLS FIRST, created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id, status, session_id AS "sessionId",
      held_until < now() - make_interval(mins => ${GRACE_MINUTES}) AS overdue`;
}

async function reconcile(order: Open): Promise<SaleChange | null> {
  try {
    const fact = await askStripe(order);
    return fact && (await processFact(fact, new Date())).change;
  } catch (error) {
    logFailure('an order could not be compared with Stripe', error, { orderId: order.id });
    return null;
  }
}

const EVENTS = { expired: 'expired', paid: 'paid', unpaid: 'completed-unpaid', failed: 'async-failed' } as const;

/** What Stripe says about an order that we do not know yet, or null. */
async function askStripe(order: Open): Promise<SaleFact | null> {
  const { session, state } = await retrieveSession(order.sessionId);
  if (state === 'open') {
    const ended = order.overdue && (await expireCheckoutSession(order.sessionId)) === 'expired';
    return ended ? { ...sessionFacts(session), event: 'expired', orderId: order.id } : null;
  }
  if (state === 'unpaid' && order.status === 'PROCESSING') return null;
  return { ...sessionFacts(session), event: EVENTS[state], orderId: order.id };
}
