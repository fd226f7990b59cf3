import { apiRoute } from '#lib/api/answer.ts';
import { keysetLinks } from '#lib/api/keyset-links.ts';
import { saleResource } from '#lib/api/order-resources.ts';
import { readCursor } from '#lib/api/read-cursor.ts';
import { listSales } from '#lib/orders/queries.ts';
import * as operations from '#lib/schemas/api/orders.ts';

export const GET = apiRoute(operations.listSales, async ({ caller: { viewer }, query }) => {
  const page = await listSales(viewer, readCursor(query));
  return {
    status: 200,
    body: { sales: page.rows.map(saleResource) },
    headers: keysetLinks('/api/v1/viewer/sales', page),
  };
});
