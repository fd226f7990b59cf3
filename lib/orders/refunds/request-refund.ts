import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { refundDueOrders } from './refund-due-orders.ts';

/**
 * Undoes a sale: its artist or an admin gives the whole amount back. The wish is written down first, so a Stripe that
 * does not answer only delays it; the worker goes on until it is done.
 * @returns what has moved at once.
 * @throws {ExpectedError} not-found (also for another artist's sale), not-refundable
 */
export async function requestRefund(viewer: Viewer, orderId: string): Promise<SaleChange[]> {
  const mine = viewer.role === 'ADMIN' ? {} : { post: { artistId: viewer.id } };
  const found = { id: orderId, ...mine };
  const { count } = await db().order.updateMany({
    where: { ...found, status: 'PAID', paymentIntentId: { not: null }, refundRequestedAt: null },
    data: { refundRequestedAt: new Date(), refundRequestedBy: viewer.id, refundAfter: null, refundAttempts: 0 },
  });
  if (count === 1) return refundDueOrders(orderId);
  const order = await db().order.findFirst({ where: found, select: { refundRequestedAt: true } });
  if (!order) throw new ExpectedError('not-found');
  // Asked for before, or in another tab at this moment: it is under way or done.
  if (order.refundRequestedAt) return [];
  throw new ExpectedError('not-refundable');
}
