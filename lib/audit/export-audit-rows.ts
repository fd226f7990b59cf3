import { type AuditRow, actorName, auditLabel, describeDetails } from '#lib/domain/audit.ts';
import { csvLine } from '#lib/domain/csv.ts';
import { type AuditCursor, type AuditFilter, listAuditRows } from './list-audit-rows.ts';

const BATCH = 1_000;
/** Spreadsheets take a file without it for one in the system's old encoding. */
const BYTE_ORDER_MARK = '\ufeff';

const COLUMNS: readonly (readonly [string, (row: AuditRow) => string])[] = [
  ['time', (row) => row.occurredAt],
  ['action', (row) => row.action],
  ['description', (row) => auditLabel(row.action)],
  ['by', (row) => actorName(row.actor)],
  ['by_id', (row) => row.actor.id ?? ''],
  ['concerns', (row) => row.subject.kind],
  ['name', (row) => row.subject.name],
  ['id', (row) => row.subject.id],
  ['network', (row) => row.addressPrefix ?? ''],
  ['request', (row) => row.requestReference ?? ''],
  ['details', (row) => describeDetails(row.details)],
];

/** The rows that a filter selects as CSV, newest first, in pieces: a log may be longer than the memory. */
export async function* exportAuditRows(filter: AuditFilter): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS.map(([name]) => name));
  for (let before: AuditCursor | null = null, isFirst = true; isFirst || before; isFirst = false) {
    const { rows, next }: Awaited<ReturnType<typeof listAuditRows>> = await listAuditRows(filter, {
      before,
      limit: BATCH,
    });
    if (rows.length > 0) yield rows.map((row) => csvLine(COLUMNS.map(([, cell]) => cell(row)))).join('');
    before = next;
  }
}
