import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal, type Viewer } from '#lib/domain/viewer.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { refundDueOrders } from './refund-due-orders.ts';

/**
 * Refunds a sale in full, for its artist or an admin. The request is recorded first, so an unreachable Stripe only
 * delays it: the worker retries until it is done.
 * @returns the orders that changed at once.
 * @throws {ExpectedError} not-found (also for another artist's sale), admin-needs-factor, not-refundable
 */
export async function requestRefund(viewer: Viewer, orderId: string): Promise<SaleChange[]> {
  const mine = adminRefusal(viewer) === null ? {} : { post: { artistId: viewer.id } };
  const where = { id: orderId, ...mine };
  const isRequested = await db().$transaction(async (transaction) => {
    const [requested] = await transaction.order.updateManyAndReturn({
      where: { ...where, status: 'PAID', paymentIntentId: { not: null }, refundRequestedAt: null },
      data: { refundRequestedAt: new Date(), refundRequestedBy: viewer.id, refundAfter: null, refundAttempts: 0 },
      select: { id: true, post: { select: { title: true } } },
    });
    if (!requested) return false;
    const subject = { kind: 'order', id: orderId, name: requested.post.title } as const;
    await recordAudit({ actor: viewer, action: 'refund-requested', subject }, transaction);
    return true;
  });
  if (isRequested) return refundDueOrders(orderId);
  const order = await db().order.findFirst({ where, select: { refundRequestedAt: true } });
  if (!order) throw new ExpectedError(adminRefusal(viewer) ?? 'not-found');
  // Already requested, perhaps in another tab just now: the refund is in progress or done.
  if (order.refundRequestedAt) return [];
  throw new ExpectedError('not-refundable');
}
