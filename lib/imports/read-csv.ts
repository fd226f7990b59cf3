import { CsvError, parse } from 'csv-parse/sync';
import { rearmCell } from '#lib/domain/csv.ts';
import { columnName, columnOf, type ReadColumn } from '#lib/domain/imports/columns.ts';
import { IMPORT_LIMITS, type ImportProblem, RefusedImport, refuseFile } from '#lib/domain/imports/import.ts';
import { typedText } from '#lib/domain/typed-values.ts';

/** A row with the cells of the columns that it has. */
export type CsvRow = { number: number; cells: Partial<Record<ReadColumn, string>> };

/** The comma of RFC 4180; the semicolon of spreadsheets in countries with a decimal comma; the tab of a copied table. */
const DELIMITERS = [',', ';', '\t'] as const;
const SEPARATORS: ReadonlySet<number> = new Set(DELIMITERS.map((delimiter) => delimiter.charCodeAt(0)));
/** Empty rows count too, so that a file of line breaks takes no memory. */
const MAX_RECORDS = 10 * IMPORT_LIMITS.rows;
const MAX_RECORD_CHARACTERS = 200_000;
/** Commas and the like, in texts too. More would occupy the process for seconds, and no file of works has so many. */
const MAX_SEPARATORS = 500_000;
const NEEDED: readonly ReadColumn[] = ['title', 'price'];

/**
 * Reads a CSV file with a row of names. Empty rows are left out; rows have the numbers that a spreadsheet shows.
 * @throws {RefusedImport}
 */
export function readCsv(text: string): CsvRow[] {
  if (countSeparators(text) > MAX_SEPARATORS) throw refuseFile('There are too many cells in this file.');
  const [names = [], ...records] = parseCsv(text, { delimiter: delimiterOf(text), to: MAX_RECORDS + 1 });
  const columns = columnsOf(names);
  const rows = records.map((cells, index) => ({ number: index + 2, cells })).filter(({ cells }) => cells.some(Boolean));
  if (records.length >= MAX_RECORDS || rows.length > IMPORT_LIMITS.rows) {
    throw refuseFile(`A file can have up to ${IMPORT_LIMITS.rows.toLocaleString('en')} rows. Please divide it.`);
  }
  if (rows.length === 0) throw refuseFile('There are no rows below the names of the columns.');
  const tooLong = rows.filter(({ cells }) => cells.slice(columns.length).some(Boolean));
  if (tooLong.length > 0) {
    const message = 'This row has more cells than there are columns. Put cells that contain the separator into quotes.';
    throw new RefusedImport(tooLong.map(({ number }) => ({ row: number, column: null, message })));
  }
  return rows.map(({ number, cells }) => ({ number, cells: namedCells(columns, cells) }));
}

function namedCells(columns: readonly (ReadColumn | null)[], cells: readonly string[]): CsvRow['cells'] {
  return Object.fromEntries(
    columns.flatMap((column, index) => (column ? [[column, rearmCell(cells[index] ?? '')]] : [])),
  );
}

/** The columns by position; null for one without a name. @throws {RefusedImport} */
function columnsOf(names: readonly string[]): (ReadColumn | null)[] {
  const problems: ImportProblem[] = [];
  const columns = names.map((name, index) => {
    if (name.trim() === '') return null;
    const column = columnOf(rearmCell(name));
    const refuse = (message: string) => problems.push({ row: 1, column: typedText(name.trim(), 60), message });
    if (!column) refuse('There is no such column. The names of all columns are below the form.');
    else if (names.findIndex((other) => columnOf(rearmCell(other)) === column) < index)
      refuse('There are two columns of this name.');
    return column;
  });
  for (const needed of NEEDED) {
    if (columns.includes(needed)) continue;
    problems.push({ row: 1, column: columnName(needed), message: `There is no column “${columnName(needed)}”.` });
  }
  if (problems.length > 0) throw new RefusedImport(problems);
  return columns;
}

function countSeparators(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) if (SEPARATORS.has(text.charCodeAt(index))) count++;
  return count;
}

/** The one with which most names of columns are known. */
function delimiterOf(text: string): string {
  const known = (delimiter: string) => {
    try {
      const [names = []] = parseCsv(text, { delimiter, to: 1 });
      return names.filter((name) => columnOf(rearmCell(name))).length;
    } catch {
      return -1;
    }
  };
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: known(delimiter) }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

/** @throws {RefusedImport} for quotation marks that are not those of a CSV file */
function parseCsv(text: string, options: { delimiter: string; to: number }): string[][] {
  try {
    return parse(text, { ...options, relax_column_count: true, max_record_size: MAX_RECORD_CHARACTERS });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refuseFile(describe(error));
  }
}

function describe({ code, lines }: CsvError): string {
  const place = typeof lines === 'number' ? `Line ${lines} of the file: ` : '';
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return 'A quotation mark is opened and never closed, so the last row has no end.';
  if (code === 'CSV_MAX_RECORD_SIZE') return `${place}this row is longer than a work can be.`;
  return `${place}a quotation mark stands where none can be. A cell with quotation marks begins and ends with one, and has each of its own twice.`;
}
