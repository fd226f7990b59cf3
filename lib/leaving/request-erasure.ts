import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { ERASURE_MAIL } from '#lib/domain/leaving.ts';
import { isFinished } from './erase-buyers.ts';

/**
 * Queues a mail to an order's buyer, with a link by which they remove themselves from it. Having the order's link proves
 * nothing: others may have it too. Orders of an account are emptied with the account.
 * @param address key of the IP address, for the limit on attempts; null is not counted.
 * @throws {ExpectedError} not-found (also for an order without a buyer's email), not-erasable, too-many-attempts, try-later
 */
export async function requestErasure(orderId: string, address: string | null): Promise<void> {
  await countAttempt({ 'erasure-address': address });
  const [order] = await db().$queryRaw<{ email: string; isFinished: boolean }[]>`
    SELECT buyer_email AS email, (${isFinished}) AS "isFinished" FROM orders
    WHERE id = ${orderId}::uuid AND buyer_id IS NULL AND buyer_email IS NOT NULL AND erase_requested_at IS NULL`;
  if (!order) throw new ExpectedError('not-found');
  if (!order.isFinished) throw new ExpectedError('not-erasable');
  await countAttempt({ 'erasure-order': orderId });
  await db().$executeRaw`
    INSERT INTO messages (id, order_id, kind, recipient)
    VALUES (gen_random_uuid(), ${orderId}::uuid, ${ERASURE_MAIL}, ${order.email})
    ON CONFLICT (order_id, kind, recipient) DO UPDATE SET sent_at = NULL, attempts = 0, last_error = NULL, due_at = now()`;
}
