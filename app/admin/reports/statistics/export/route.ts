import { exportReports } from '#lib/csv/export-reports.ts';
import { adminExport } from '../../../admin-export.ts';

/** Reports and decisions by month as CSV. */
export const GET = adminExport('reports', exportReports);
