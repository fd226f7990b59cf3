import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { RefundRefused, refundPayment } from '#lib/payments/refund-payment.ts';
import { recordRefund } from '../refunds/record-refund.ts';
import { refundFact } from './sale-fact.ts';
import { lockSale, type SaleChange, transitionOrder } from './transition-order.ts';

/** An admin has looked at a flagged order and found that nothing is to be done. @throws {ExpectedError} not-found */
export async function clearFlag(viewer: Viewer, orderId: string): Promise<void> {
  if (viewer.role !== 'ADMIN') throw new ExpectedError('not-found');
  const { count } = await db().order.updateMany({ where: { id: orderId, flag: { not: null } }, data: { flag: null } });
  if (count === 0) throw new ExpectedError('not-found');
}

/**
 * An admin turns down the payment of a flagged order that was never sold, such as one of a wrong amount: all of it goes
 * back, and the work is free.
 * @throws {ExpectedError} not-found, not-refundable, refund-refused; others when Stripe cannot be asked
 */
export async function rejectPayment(viewer: Viewer, orderId: string): Promise<SaleChange | null> {
  if (viewer.role !== 'ADMIN') throw new ExpectedError('not-found');
  const order = await db().order.findFirst({
    where: { id: orderId, flag: { not: null } },
    select: { paymentIntentId: true, status: true, refunds: { where: { status: 'failed' }, select: { id: true } } },
  });
  if (!order) throw new ExpectedError('not-found');
  const isSale = ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'].includes(order.status);
  if (!order.paymentIntentId || isSale) throw new ExpectedError('not-refundable');
  const { paymentIntentId } = order;
  const refunds = await refundPayment({ id: orderId, paymentIntentId, failedRefunds: order.refunds.length }).catch(
    (error) => {
      if (error instanceof RefundRefused) throw new ExpectedError('refund-refused');
      throw error;
    },
  );
  return db().$transaction(async (tx: Db) => {
    const sale = await lockSale(tx, orderId);
    if (!sale) throw new ExpectedError('not-found');
    for (const refund of refunds) await recordRefund(tx, sale, refundFact(refund).refund, new Date());
    const moved = await transitionOrder(tx, sale, 'async-failed');
    await tx.order.update({ where: { id: orderId }, data: { flag: null } });
    return moved && { orderId, postId: sale.order.postId };
  });
}
