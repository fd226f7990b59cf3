import { db, Prisma } from '#lib/db.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';
import { UNPAID_HOURS } from '#lib/domain/sale/hold-limits.ts';
import { logger } from '#lib/logger.ts';
import { eraseMessagesToBuyers } from './erase-messages.ts';

const BATCH = 100;

/** Nothing about the order can change by itself: checkout, payment, refund, dispute and what an admin decides are over. */
export const isFinished = Prisma.sql`
  flag IS NULL
  AND orders.status IN ('PAID', 'CANCELLED', 'EXPIRED', 'FAILED', 'REFUNDED')
  AND NOT (orders.status = 'PAID' AND refund_requested_at IS NOT NULL)
  AND NOT EXISTS (SELECT FROM refunds WHERE order_id = orders.id AND refunds.status = 'pending')`;

/**
 * Until when the buyer is needed: after a sale the time in which the artist sends the work, after a hold without payment the
 * time in which its network counts against another hold.
 */
export const neededUntil = Prisma.sql`
  CASE
    WHEN orders.status = 'PAID'
      THEN coalesce(paid_at, orders.created_at) + make_interval(secs => ${KEPT_SECONDS.delivery}::int)
    WHEN orders.status IN ('CANCELLED', 'EXPIRED', 'FAILED')
      THEN orders.created_at + make_interval(hours => ${UNPAID_HOURS}::int)
    ELSE orders.created_at
  END`;

/**
 * Removes who bought from orders of which that was asked, as soon as nothing needs it any more. Amount, work, date, ledger and
 * what became of the order stay.
 * @param stop ends it between two batches.
 * @returns how many orders.
 */
export async function eraseDueBuyers(stop?: AbortSignal): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await eraseBatch();
    total += count;
    if (count < BATCH || stop?.aborted) break;
  }
  if (total > 0) logger().info({ orders: total }, 'buyers were removed from their orders');
  return total;
}

function eraseBatch(): Promise<number> {
  return db().$transaction(async (tx) => {
    const erased = await tx.$queryRaw<{ id: string }[]>`
      UPDATE orders SET buyer_email = NULL, buyer_name = NULL, buyer_country = NULL, buyer_address = NULL,
        buyer_networks = '{}', buyer_token = gen_random_uuid()::text, checkout_url = NULL, buyer_erased_at = now()
      WHERE id IN (
        SELECT id FROM orders
        WHERE erase_requested_at IS NOT NULL AND buyer_erased_at IS NULL AND ${isFinished} AND ${neededUntil} <= now()
        ORDER BY erase_requested_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
      RETURNING id`;
    const ids = erased.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await eraseMessagesToBuyers(tx, ids);
    // An event that waits is applied later, and then removed with the next round.
    await tx.stripeEvent.updateMany({
      where: { orderId: { in: ids }, outcome: { not: 'waiting' } },
      data: { payload: Prisma.DbNull },
    });
    await tx.erasureLink.deleteMany({ where: { orderId: { in: ids } } });
    return ids.length;
  });
}
