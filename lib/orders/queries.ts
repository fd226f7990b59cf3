import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { db, Prisma } from '#lib/db.ts';
import { type KeysetCursor, type KeysetPage, keysetPage } from '#lib/domain/keyset-page.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import type { OrderDto } from '#lib/domain/posts/post-dto.ts';
import { AMOUNT_COLUMNS, orderAmounts } from '#lib/domain/sale/order-amounts.ts';
import { adminRefusal, type Viewer } from '#lib/domain/viewer.ts';
import { cardColumns, toCard } from '#lib/posts/post-dto.ts';
import { keysetClause } from '#lib/posts/queries.ts';

const orderColumns = {
  id: true,
  status: true,
  ...AMOUNT_COLUMNS,
  heldUntil: true,
  checkoutUrl: true,
  buyerEmail: true,
  buyerName: true,
  buyerCountry: true,
  paidAt: true,
  createdAt: true,
  flag: true,
  paymentIntentId: true,
  refundRequestedAt: true,
  refunds: { where: { status: { not: 'failed' } }, select: { amount: true } },
  post: { select: { ...cardColumns, hiddenAt: true } },
} as const satisfies Prisma.OrderSelect;

type OrderRow = Prisma.OrderGetPayload<{ select: typeof orderColumns }>;

function toOrder(row: OrderRow): OrderDto {
  const { id, slug, title, artist, picture } = toCard(row.post);
  return {
    id: row.id,
    status: row.status,
    ...orderAmounts(row),
    heldUntil: row.heldUntil.toISOString(),
    checkoutUrl: row.checkoutUrl,
    buyerEmail: row.buyerEmail,
    refunded: moneyOf({
      amount: row.refunds.reduce((sum, refund) => sum + refund.amount, 0n),
      currency: row.currency,
    }),
    refundRequested: row.refundRequestedAt !== null && row.status === 'PAID',
    paidAt: row.paidAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    post: { id, slug, title, artist, picture },
  };
}

/** An order, or null. Only the buyer knows its id. */
export async function getOrder(id: string): Promise<OrderDto | null> {
  const row = await db().order.findFirst({ where: { id }, select: orderColumns });
  return row && toOrder(row);
}

export type SaleDto = OrderDto & {
  buyer: { name: string | null; email: string | null; country: string | null };
  flag: string | null;
  /** Whether everyone can see the work. */
  isPublic: boolean;
  hasPayment: boolean;
  /** Whether the payment can be refunded. */
  canRefund: boolean;
};

/** For the lists of orders in this folder. */
export function toSale(row: OrderRow): SaleDto {
  return {
    ...toOrder(row),
    buyer: { name: row.buyerName, email: row.buyerEmail, country: row.buyerCountry },
    flag: row.flag,
    isPublic: row.post.status !== 'DRAFT' && row.post.hiddenAt === null,
    hasPayment: row.paymentIntentId !== null,
    canRefund: row.status === 'PAID' && row.paymentIntentId !== null && row.refundRequestedAt === null,
  };
}

/** A sale by its order id, for the work's artist and for admins; null for anyone else. */
export async function getSale(viewer: Viewer, orderId: string): Promise<SaleDto | null> {
  const mine = adminRefusal(viewer) === null ? {} : { post: { artistId: viewer.id } };
  const row = await db().order.findFirst({ where: { id: orderId, ...mine }, select: orderColumns });
  return row && toSale(row);
}

export const ORDERS_PAGE_SIZE = 50;

/**
 * Orders of the viewer's works with a payment, complete or in progress, newest first. Uses the index orders_sales,
 * which has the same condition.
 */
export async function listSales(
  viewer: Viewer,
  cursor: KeysetCursor | null,
  size = ORDERS_PAGE_SIZE,
): Promise<KeysetPage<SaleDto>> {
  const mine = Prisma.sql`seller_id = ${viewer.id}::uuid AND status NOT IN ('HELD', 'CANCELLED', 'EXPIRED', 'FAILED')`;
  return listOrders(mine, cursor, toSale, size);
}

/** The viewer's purchases and open checkouts, newest first. Uses the index orders_bought. */
export async function listPurchases(viewer: Viewer, cursor: KeysetCursor | null): Promise<KeysetPage<OrderDto>> {
  return listOrders(Prisma.sql`buyer_id = ${viewer.id}::uuid`, cursor, toOrder);
}

/**
 * All orders, also those without a payment, newest first. Uses the index orders_by_age.
 * @throws {ExpectedError} not-found, admin-needs-factor
 */
export async function listAllOrders(viewer: Viewer, cursor: KeysetCursor | null): Promise<KeysetPage<SaleDto>> {
  assertAdmin(viewer);
  return listOrders(Prisma.sql`TRUE`, cursor, toSale);
}

/** @param mine the condition, for which there is an index in the order of the list. @param size of a page, in rows. */
export async function listOrders<Dto>(
  mine: Prisma.Sql,
  cursor: KeysetCursor | null,
  toDto: (row: OrderRow) => Dto,
  size = ORDERS_PAGE_SIZE,
): Promise<KeysetPage<Dto>> {
  const keys = await db().$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT id, created_at AS "createdAt" FROM orders
    WHERE ${mine} ${keysetClause(cursor)} LIMIT ${size + 1}`;
  const page = keysetPage(keys, cursor, size);
  const ids = page.rows.map(({ id }) => id);
  const rows = await db().order.findMany({ where: { id: { in: ids } }, select: orderColumns });
  const byId = new Map(rows.map((row) => [row.id, toDto(row)]));
  return { ...page, rows: ids.flatMap((id) => byId.get(id) ?? []) };
}

export type FlaggedOrderDto = OrderDto & { flag: string; hasPayment: boolean };

/** The newest fifty flagged orders; for admins. */
export async function listFlaggedOrders(): Promise<FlaggedOrderDto[]> {
  const rows = await db().order.findMany({
    where: { flag: { not: null } },
    select: { ...orderColumns, paymentIntentId: true },
    orderBy: { createdAt: 'desc' },
    take: ORDERS_PAGE_SIZE,
  });
  return rows.map((row) => ({ ...toOrder(row), flag: row.flag ?? '', hasPayment: row.paymentIntentId !== null }));
}
