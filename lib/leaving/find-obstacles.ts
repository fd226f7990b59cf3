import { type Db, db } from '#lib/db.ts';
import type { Obstacle, OrderObstacle } from '#lib/domain/leaving.ts';

/** More than anybody reads; the others are shown when these are gone. */
const MAX_ORDERS = 20;

/** What `lockAccount` or a plain query knows of the account. */
type Account = { id: string; role: string; isDemo: boolean; suspendedAt: Date | null };

/**
 * Why an account cannot be closed now: each order that is not finished, from the artist's and the buyer's side, and what is
 * about the account itself. With the account locked, none can be added meanwhile.
 */
export async function findObstacles(account: Account, tx: Db = db()): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  if (account.isDemo) found.push({ kind: 'demo' });
  if (account.suspendedAt) found.push({ kind: 'suspended' });
  if (account.role === 'ADMIN' && !(await hasOtherAdmin(tx, account.id))) found.push({ kind: 'last-admin' });
  return [...found, ...(await unfinishedOrders(tx, account.id))];
}

/** Admins who leave at the same moment wait for each other here, so that one of them stays. */
async function hasOtherAdmin(tx: Db, userId: string): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('admins who leave', 0))`;
  const others = await tx.user.count({
    where: { role: 'ADMIN', id: { not: userId }, suspendedAt: null, closingAt: null },
  });
  return others > 0;
}

/**
 * In several steps, each with an index: orders of works that are held, sales, and purchases. A flag stands for what nobody
 * has decided yet, and a refund that is pending may still fail.
 */
async function unfinishedOrders(tx: Db, userId: string): Promise<Obstacle[]> {
  return tx.$queryRaw<{ kind: OrderObstacle; side: 'artist' | 'buyer'; title: string }[]>`
    WITH mine AS (
      SELECT orders.id, 'artist' AS side FROM posts JOIN orders ON orders.post_id = posts.id
      WHERE artist_id = ${userId}::uuid AND posts.held_until IS NOT NULL AND orders.status IN ('HELD', 'PROCESSING')
      UNION
      SELECT id, 'artist' FROM orders
      WHERE seller_id = ${userId}::uuid AND status NOT IN ('HELD', 'CANCELLED', 'EXPIRED', 'FAILED')
      UNION
      SELECT orders.id, 'artist' FROM orders JOIN posts ON posts.id = post_id
      WHERE flag IS NOT NULL AND artist_id = ${userId}::uuid AND orders.status IN ('CANCELLED', 'EXPIRED', 'FAILED')
      UNION
      SELECT id, 'buyer' FROM orders WHERE buyer_id = ${userId}::uuid
    )
    SELECT side, posts.title, CASE
        WHEN flag IS NOT NULL THEN 'flagged'
        WHEN orders.status = 'HELD' THEN 'held'
        WHEN orders.status = 'PROCESSING' THEN 'processing'
        WHEN orders.status = 'DISPUTED' THEN 'disputed'
        ELSE 'refund'
      END AS kind
    FROM mine JOIN orders USING (id) JOIN posts ON posts.id = post_id
    WHERE flag IS NOT NULL OR orders.status IN ('HELD', 'PROCESSING', 'DISPUTED', 'REFUND_DUE')
      OR (orders.status = 'PAID' AND refund_requested_at IS NOT NULL)
      OR EXISTS (SELECT FROM refunds WHERE order_id = orders.id AND refunds.status = 'pending')
    ORDER BY orders.created_at DESC, orders.id LIMIT ${MAX_ORDERS}`;
}
