import { apiRoute } from '#lib/api/answer.ts';
import { getPaymentTimeline } from '#lib/ledger/queries.ts';
import * as operations from '#lib/schemas/api/orders.ts';
import { requireSale } from '../require-sale.ts';

export const GET = apiRoute(operations.listSaleEvents, async ({ caller, params: { id } }) => {
  await requireSale(caller, id);
  return { status: 200, body: { events: await getPaymentTimeline(id) } };
});
