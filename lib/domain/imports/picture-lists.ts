const SEPARATORS = /\r\n|[\n\r|]/;
const LINE_BREAKS = /\r\n|[\n\r]/;

/** The pictures in a cell: one on each line, or separated by `|`. */
export const splitPictures = (cell: string): string[] =>
  cell
    .split(SEPARATORS)
    .map((name) => name.trim())
    .filter((name) => name !== '');

/**
 * The descriptions of so many pictures. They are sentences, so `|` separates them only where no line break does, and the
 * description of a single picture is the whole cell.
 */
export function splitDescriptions(cell: string, pictures: number): string[] {
  if (cell.trim() === '') return [];
  if (pictures <= 1) return [cell.trim()];
  const parts = cell.split(LINE_BREAKS.test(cell) ? LINE_BREAKS : '|').map((part) => part.trim());
  // A spreadsheet may add an empty line at the end.
  while (parts.length > pictures && parts.at(-1) === '') parts.pop();
  return parts;
}

/** One on each line, as `splitPictures` and `splitDescriptions` read it. */
export const joinLines = (parts: readonly string[]): string => (parts.some(Boolean) ? parts.join('\n') : '');
