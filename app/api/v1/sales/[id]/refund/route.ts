import { apiRoute } from '#lib/api/answer.ts';
import { saleResource } from '#lib/api/order-resources.ts';
import { announceSale } from '#lib/live/announce.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import * as operations from '#lib/schemas/api/orders.ts';
import { requireSale, sellerOf } from '../require-sale.ts';

export const POST = apiRoute(operations.refundSale, async ({ caller, params: { id } }) => {
  for (const change of await requestRefund(sellerOf(caller), id)) await announceSale(change);
  return { status: 202, body: saleResource(await requireSale(caller, id)) };
});
