import { db } from '#lib/db.ts';
import { logFailure } from '#lib/logger.ts';
import { refundPayment } from '#lib/payments/refund-payment.ts';
import { lockSale, moveOrder, type SaleChange } from './move-order.ts';

/**
 * Gives back what was paid for works that could no longer be sold. A refund that fails is tried again
 * at the next call; the order's own idempotency key keeps it from being made twice.
 * @returns the orders that are refunded now.
 */
export async function refundDueOrders(): Promise<SaleChange[]> {
  const due = await db().order.findMany({
    where: { status: 'REFUND_DUE', paymentIntentId: { not: null } },
    select: { id: true, postId: true, paymentIntentId: true, refundId: true },
    orderBy: { createdAt: 'asc' },
    take: 20,
  });
  const changes: SaleChange[] = [];
  for (const { id: orderId, postId, paymentIntentId, refundId } of due) {
    try {
      const refund = await refundPayment({ id: orderId, paymentIntentId: paymentIntentId ?? '', refundId });
      await db().$transaction(async (tx) => {
        const sale = await lockSale(tx, orderId);
        if (!sale) return;
        await tx.order.update({ where: { id: orderId }, data: { refundId: refund.id } });
        if (refund.done && (await moveOrder(tx, sale, 'refunded'))) changes.push({ orderId, postId });
      });
    } catch (error) {
      logFailure('a refund failed and will be tried again', error, { orderId });
    }
  }
  return changes;
}
