import { exportOrders } from '#lib/csv/export-orders.ts';
import { orderFilterParams, orderFilterSchema } from '#lib/schemas/order-filter.ts';
import { adminExport } from '../../admin-export.ts';

/** The orders that the filters of the page select as CSV. */
export const GET = adminExport('orders', (viewer, request) => {
  const filter = orderFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { email, ...params } = orderFilterParams(filter);
  return { rows: exportOrders(viewer, filter), details: { ...params, ...(email && { email: 'of one buyer' }) } };
});
