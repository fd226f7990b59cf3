import { exportOrders } from '#lib/csv/export-orders.ts';
import { ALL_ORDERS } from '#lib/domain/sale/order-filter.ts';
import { adminExport } from '../../admin-export.ts';

/** All orders as CSV. */
export const GET = adminExport('orders', (viewer) => exportOrders(viewer, ALL_ORDERS));
