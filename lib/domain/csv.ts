import { type Money, toDecimal } from './money/money.ts';

/**
 * What spreadsheets take for the beginning of a formula: OWASP's list, also after blanks, after apostrophes and in full-width
 * forms. Apostrophes count so that taking one off again always gives what was written.
 */
const FORMULA = /^'*(?:[\s\0]*[=+\-@＝＋－＠]|[\t\r\n])/;
const DEFUSED = new RegExp(`^'(?=${FORMULA.source.slice(1)})`);
/** Where another program could end a cell: spreadsheets of some countries separate by semicolons. */
const NEEDS_QUOTES = /[",;\t\r\n]/;

/** Spreadsheets take a file without it for one in the system's old encoding. */
const BYTE_ORDER_MARK = '\ufeff';

/** A number that the shop has computed, such as `-12.50`: no text of a person, so a sign is no formula. */
export type CsvNumber = { number: string };
export type CsvCell = string | CsvNumber;

/** Name and content of one column. */
export type CsvColumn<Row> = readonly [name: string, cell: (row: Row) => CsvCell];

/** An amount in major units, exact to the last digit of its currency. */
export function moneyCell({ amount, currency }: Money): CsvNumber {
  const digits = toDecimal({ amount: Math.abs(amount), currency });
  return { number: amount < 0 ? `-${digits}` : digits };
}

/** One line of RFC 4180. A cell that a spreadsheet would run as a formula begins with an apostrophe instead. */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: CsvCell): string {
  if (typeof cell !== 'string') return cell.number;
  const defused = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

/** The cell as it was before `csvLine` made it harmless. */
export const rearmCell = (cell: string): string => cell.replace(DEFUSED, '');

/** A file with a line of names and a line for each row, in pieces: it may be longer than the memory. */
export async function* csvFile<Row>(
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns.map(([name]) => name));
  for await (const rows of batches) {
    if (rows.length > 0) yield rows.map((row) => csvLine(columns.map(([, cell]) => cell(row)))).join('');
  }
}
