import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { RefundRefused, refundPayment } from '#lib/payments/refund-payment.ts';
import { recordRefund } from '../refunds/record-refund.ts';
import { refundFact } from './sale-fact.ts';
import { lockSale, type SaleChange, transitionOrder } from './transition-order.ts';

/** Clears the flag of an order that needs no action; for admins. @throws {ExpectedError} not-found, admin-needs-factor */
export async function clearFlag(viewer: Viewer, orderId: string): Promise<void> {
  assertAdmin(viewer);
  await db().$transaction(async (tx: Db) => {
    const order = await tx.order.findFirst({
      where: { id: orderId, flag: { not: null } },
      select: { flag: true, post: { select: { title: true } } },
    });
    const { count } = await tx.order.updateMany({ where: { id: orderId, flag: { not: null } }, data: { flag: null } });
    if (!order || count === 0) throw new ExpectedError('not-found');
    const subject = { kind: 'order', id: orderId, name: order.post.title } as const;
    await recordAudit({ actor: viewer, action: 'flag-cleared', subject, details: { flag: order.flag } }, tx);
  });
}

/**
 * Rejects the payment of a flagged order that never became a sale, such as a wrong amount: the full payment is refunded
 * and the work is available again; for admins.
 * @throws {ExpectedError} not-found, admin-needs-factor, not-refundable, refund-refused; other errors if Stripe is unreachable
 */
export async function rejectPayment(viewer: Viewer, orderId: string): Promise<SaleChange | null> {
  assertAdmin(viewer);
  const order = await db().order.findFirst({
    where: { id: orderId, flag: { not: null } },
    select: {
      ...{ paymentIntentId: true, status: true, post: { select: { title: true } } },
      refunds: { where: { status: 'failed' }, select: { id: true } },
    },
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
    const transition = await transitionOrder(tx, sale, 'async-failed');
    await tx.order.update({ where: { id: orderId }, data: { flag: null } });
    const subject = { kind: 'order', id: orderId, name: order.post.title } as const;
    await recordAudit({ actor: viewer, action: 'payment-rejected', subject }, tx);
    return transition && { orderId, postId: sale.order.postId };
  });
}
