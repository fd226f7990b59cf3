import { exportAllOrders } from '#lib/csv/export-orders.ts';
import { adminExport } from '../../admin-export.ts';

/** All orders as CSV. */
export const GET = adminExport('orders', exportAllOrders);
