/** What spreadsheets take for the beginning of a formula: also after blanks, and in their full-width forms. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r]/;

/** One line of RFC 4180. A cell that a spreadsheet would run as a formula begins with an apostrophe instead. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(text: string): string {
  const defused = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
