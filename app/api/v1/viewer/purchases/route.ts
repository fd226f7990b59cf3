import { apiRoute } from '#lib/api/answer.ts';
import { keysetLinks } from '#lib/api/keyset-links.ts';
import { purchaseResource } from '#lib/api/order-resources.ts';
import { readCursor } from '#lib/api/read-cursor.ts';
import { listPurchases } from '#lib/orders/queries.ts';
import * as operations from '#lib/schemas/api/orders.ts';

export const GET = apiRoute(operations.listPurchases, async ({ caller: { viewer }, query }) => {
  const page = await listPurchases(viewer, readCursor(query));
  const headers = keysetLinks('/api/v1/viewer/purchases', page);
  return { status: 200, body: { purchases: page.rows.map(purchaseResource) }, headers };
});
