import { apiRoute } from '#lib/api/answer.ts';
import { keysetLinks } from '#lib/api/keyset-links.ts';
import { saleResource } from '#lib/api/order-resources.ts';
import { readCursor } from '#lib/api/read-cursor.ts';
import { listAllOrders } from '#lib/orders/queries.ts';
import * as operations from '#lib/schemas/api/admin.ts';

export const GET = apiRoute(operations.listOrders, async ({ caller: { viewer }, query }) => {
  const page = await listAllOrders(viewer, readCursor(query));
  const headers = keysetLinks('/api/v1/admin/orders', page);
  return { status: 200, body: { orders: page.rows.map(saleResource) }, headers };
});
