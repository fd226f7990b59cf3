import { apiRoute } from '#lib/api/answer.ts';
import { saleResource } from '#lib/api/order-resources.ts';
import * as operations from '#lib/schemas/api/orders.ts';
import { requireSale } from './require-sale.ts';

export const GET = apiRoute(operations.getSale, async ({ caller, params: { id } }) => ({
  status: 200,
  body: saleResource(await requireSale(caller, id)),
}));
