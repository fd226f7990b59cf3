import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { db } from '#lib/db.ts';
import { actorName, auditLabel } from '#lib/domain/audit.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import { type HistoryStep, orderHistory } from '#lib/domain/sale/order-history.ts';
import type { EventOutcome } from '#lib/domain/sale/webhook-log.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getPaymentTimeline } from '#lib/ledger/queries.ts';
import { maskIds } from '#lib/logger.ts';

/** Of each kind, so that an order that was told about a thousand times has a page too. */
const MAX_ROWS = 200;

/**
 * Everything that is known about an order, oldest first; for admins.
 * @throws {ExpectedError} not-found, admin-needs-factor
 */
export async function getOrderHistory(viewer: Viewer, orderId: string): Promise<HistoryStep[]> {
  assertAdmin(viewer);
  const [order, events, refunds, ledger, messages, audit] = await Promise.all([
    db().order.findFirst({
      where: { id: orderId },
      select: { createdAt: true, extendedAt: true, termsAcceptedAt: true, termsVersion: true, paidAt: true },
    }),
    db().stripeEvent.findMany({
      where: { orderId },
      select: { id: true, type: true, outcome: true, detail: true, receivedAt: true },
      ...{ orderBy: { receivedAt: 'asc' }, take: MAX_ROWS },
    }),
    db().refund.findMany({ where: { orderId }, orderBy: { createdAt: 'asc' }, take: MAX_ROWS }),
    getPaymentTimeline(orderId),
    db().message.findMany({ where: { orderId }, orderBy: { createdAt: 'asc' }, take: MAX_ROWS }),
    // The log has the first part of an order's id only.
    db().auditEntry.findMany({
      where: { subjectKind: 'order', subjectId: maskIds(orderId) },
      ...{ orderBy: { occurredAt: 'asc' }, take: MAX_ROWS },
    }),
  ]);
  if (!order) return [];
  return orderHistory({
    order,
    events: events.map(({ outcome, ...event }) => ({ ...event, outcome: outcome as EventOutcome })),
    refunds: refunds.map(({ amount, currency, ...refund }) => ({ ...refund, amount: moneyOf({ amount, currency }) })),
    ledger: ledger.map(({ at, ...step }) => ({ ...step, at: new Date(at) })),
    messages,
    audit: audit.map(({ occurredAt, action, actorKind, actorId, actorName: name }) => ({
      occurredAt,
      label: auditLabel(action),
      by: actorName({ kind: actorKind as 'account', id: actorId, name }),
    })),
  });
}
