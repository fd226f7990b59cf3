import { exportLedger } from '#lib/csv/export-ledger.ts';
import { adminExport } from '../../admin-export.ts';

/** The ledger as CSV. */
export const GET = adminExport('ledger', exportLedger);
