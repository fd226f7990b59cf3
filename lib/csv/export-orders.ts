import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { type CsvColumn, csvFile, moneyCell } from '#lib/domain/csv.ts';
import type { KeysetCursor, KeysetPage } from '#lib/domain/keyset-page.ts';
import type { OrderFilter } from '#lib/domain/sale/order-filter.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { env } from '#lib/env.ts';
import { listSales, type SaleDto } from '#lib/orders/queries.ts';
import { searchOrders } from '#lib/orders/search-orders.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';

type Column = CsvColumn<SaleDto>;
type List = (cursor: KeysetCursor | null) => Promise<KeysetPage<SaleDto>>;

const BATCH = 1_000;

const FIRST: readonly Column[] = [
  ['order', ({ id }) => id],
  ['date', ({ createdAt }) => createdAt],
  ['paid', ({ paidAt }) => paidAt ?? ''],
  ['state', ({ status }) => status.toLowerCase()],
  ['work', ({ post }) => post.title],
];
const AMOUNTS: readonly Column[] = [
  ['price', ({ price }) => moneyCell(price)],
  ['price currency', ({ price }) => price.currency],
  ['charged', ({ charged }) => moneyCell(charged)],
  ['refunded', ({ refunded }) => moneyCell(refunded)],
  ['charged currency', ({ charged }) => charged.currency],
];
const WORK_URL: Column = ['work URL', ({ post }) => `${env().NEXTAUTH_URL}/posts/${post.slug}`];

/** Of the buyer what the page of the sales has. */
const SALES: readonly Column[] = [
  ...FIRST,
  WORK_URL,
  ...AMOUNTS,
  ['buyer', ({ buyer }) => buyer.name ?? ''],
  ['buyer country', ({ buyer }) => buyer.country ?? ''],
  ['buyer email', ({ buyer }) => buyer.email ?? ''],
];
/** Accounting needs no buyer. */
const ORDERS: readonly Column[] = [...FIRST, WORK_URL, ['artist', ({ post }) => post.artist.username], ...AMOUNTS];

/** The viewer's sales as CSV, newest first: those of the page `/dashboard/sales`. */
export const exportSales = (viewer: Viewer): AsyncGenerator<string> =>
  csvFile(
    SALES,
    batches((cursor) => listSales(viewer, cursor, BATCH)),
  );

/**
 * The orders that a filter selects as CSV, newest first, also those without a payment.
 * @throws {ExpectedError} not-found, admin-needs-factor
 */
export function exportOrders(viewer: Viewer, filter: OrderFilter): AsyncGenerator<string> {
  assertAdmin(viewer);
  return csvFile(
    ORDERS,
    batches((cursor) => searchOrders(viewer, filter, cursor, BATCH)),
  );
}

async function* batches(list: List): AsyncGenerator<SaleDto[]> {
  for (let cursor: KeysetCursor | null = null, isFirst = true; isFirst || cursor; isFirst = false) {
    const { rows, older }: KeysetPage<SaleDto> = await list(cursor);
    yield rows;
    cursor = older === null ? null : readKeysetCursor({ older });
  }
}
