/** From a character that is no blank to the next line break or `|`. */
const NAMES = /[^\s|][^\n\r|]*/g;
/** So many more parts than pictures are read, to leave out those that are empty. */
const MAX_EXTRA = 20;
const LINE_BREAKS = /\r\n|[\n\r]/;

/**
 * The pictures in a cell: one on each line, or separated by `|`.
 * @returns up to so many of them; the rest of the cell is not read.
 */
export function splitPictures(cell: string, most: number): string[] {
  const names: string[] = [];
  for (const [name] of cell.matchAll(NAMES)) {
    if (names.length === most) break;
    names.push(name.trim());
  }
  return names;
}

/**
 * The descriptions of so many pictures. They are sentences, so `|` separates them only where no line break does, and the
 * description of a single picture is the whole cell.
 */
export function splitDescriptions(cell: string, pictures: number): string[] {
  if (cell.trim() === '') return [];
  if (pictures <= 1) return [cell.trim()];
  const separator = LINE_BREAKS.test(cell) ? LINE_BREAKS : '|';
  // A spreadsheet may add empty lines at the end.
  const parts = cell.trimEnd().split(separator, pictures + MAX_EXTRA);
  while (parts.length > pictures && parts.at(-1)?.trim() === '') parts.pop();
  return parts.map((part) => part.trim());
}

/** One on each line, as `splitPictures` and `splitDescriptions` read it. */
export const joinLines = (parts: readonly string[]): string => (parts.some(Boolean) ? parts.join('\n') : '');
