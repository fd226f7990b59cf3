import { exportSales } from '#lib/csv/export-orders.ts';
import { ownExport } from '../../own-export.ts';

/** The viewer's sales as CSV. */
export const GET = ownExport('sales', '/dashboard/sales', exportSales);
