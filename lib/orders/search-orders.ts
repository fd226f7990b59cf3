import { z } from 'zod';
import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { Prisma } from '#lib/db.ts';
import type { KeysetCursor, KeysetPage } from '#lib/domain/keyset-page.ts';
import type { OrderFilter } from '#lib/domain/sale/order-filter.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { listOrders, ORDERS_PAGE_SIZE, type SaleDto, toSale } from './queries.ts';

/**
 * The orders of every state that a filter selects, newest first; for admins. Each filter has an index in this order: see
 * orders_by_… in prisma/migrations.
 * @param size of a page, in rows.
 * @throws {ExpectedError} not-found, admin-needs-factor
 */
export async function searchOrders(
  viewer: Viewer,
  filter: OrderFilter,
  cursor: KeysetCursor | null,
  size = ORDERS_PAGE_SIZE,
): Promise<KeysetPage<SaleDto>> {
  assertAdmin(viewer);
  return listOrders(Prisma.join(conditionsOf(filter), ' AND '), cursor, toSale, size);
}

function conditionsOf({ status, flagged, refunding, artist, work, email, order, currency, from, until }: OrderFilter) {
  const isId = z.uuid().safeParse(order).success;
  return [
    Prisma.sql`TRUE`,
    ...(order ? [isId ? Prisma.sql`id = ${order}::uuid` : Prisma.sql`FALSE`] : []),
    ...(status ? [Prisma.sql`status = ${status}::order_status`] : []),
    ...(flagged ? [Prisma.sql`flag IS NOT NULL`] : []),
    // The condition of the index orders_to_refund.
    ...(refunding
      ? [Prisma.sql`(status = 'REFUND_DUE' OR (status = 'PAID' AND refund_requested_at IS NOT NULL))`]
      : []),
    ...(artist ? [Prisma.sql`seller_id = (SELECT id FROM users WHERE username = ${artist}::citext)`] : []),
    ...(work ? [Prisma.sql`post_id = (SELECT id FROM posts WHERE slug = ${work})`] : []),
    // `buyer_email IS NOT NULL` is the condition of the index.
    ...(email ? [Prisma.sql`lower(buyer_email) = lower(${email}) AND buyer_email IS NOT NULL`] : []),
    ...(currency ? [Prisma.sql`currency = ${currency}`] : []),
    ...(from ? [Prisma.sql`created_at >= ${from}`] : []),
    ...(until ? [Prisma.sql`created_at < ${until}`] : []),
  ];
}
