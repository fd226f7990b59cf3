import { type AuditRow, actorName, auditLabel, describeDetails } from '#lib/domain/audit.ts';
import { type CsvColumn, csvFile } from '#lib/domain/csv.ts';
import { type AuditCursor, type AuditFilter, listAuditRows } from './list-audit-rows.ts';

const BATCH = 1_000;

const COLUMNS: readonly CsvColumn<AuditRow>[] = [
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

/** The rows that a filter selects as CSV, newest first, in pieces. */
export const exportAuditRows = (filter: AuditFilter): AsyncGenerator<string> => csvFile(COLUMNS, batches(filter));

async function* batches(filter: AuditFilter): AsyncGenerator<AuditRow[]> {
  for (let before: AuditCursor | null = null, isFirst = true; isFirst || before; isFirst = false) {
    const { rows, next }: Awaited<ReturnType<typeof listAuditRows>> = await listAuditRows(filter, {
      before,
      limit: BATCH,
    });
    yield rows;
    before = next;
  }
}
