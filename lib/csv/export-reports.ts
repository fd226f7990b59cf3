import { type CsvColumn, csvFile } from '#lib/domain/csv.ts';
import { MONTH_COLUMNS, type ReportMonth } from '#lib/domain/reports/statistics.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { reportStatistics } from '#lib/reports/statistics.ts';

const COLUMNS: readonly CsvColumn<ReportMonth>[] = [
  ['month', ({ month }) => month],
  ...MONTH_COLUMNS.map(
    ([name, figure]): CsvColumn<ReportMonth> => [name, (month) => ({ number: String(figure(month) ?? '') })],
  ),
];

/**
 * Reports and decisions by month as CSV, the newest first.
 * @throws {ExpectedError} not-found, admin-needs-factor, when it is read
 */
export async function* exportReports(viewer: Viewer): AsyncGenerator<string> {
  const months = await reportStatistics(viewer);
  yield* csvFile(COLUMNS, oneBatch(months));
}

async function* oneBatch(months: ReportMonth[]): AsyncGenerator<ReportMonth[]> {
  yield months;
}
