/** How many colours stand for a picture until it has loaded: columns and rows of a grid. */
export const PLACEHOLDER_GRID = { columns: 3, rows: 2 } as const;

const COLORS = PLACEHOLDER_GRID.columns * PLACEHOLDER_GRID.rows;
const NAMES = ['--p0', '--p1', '--p2', '--p3', '--p4', '--p5'] as const;

/**
 * The colours of the grid, row by row, each as three hex digits: `f80` is #ff8800. Some twenty characters
 * that compress well, where the smallest picture in a data: URI has two hundred that do not.
 * @param pixels red, green and blue of the six pixels, 0 to 255.
 */
export function placeholderOf(pixels: Uint8Array): string {
  return [...pixels.subarray(0, COLORS * 3)].map((value) => Math.round(value / 17).toString(16)).join('');
}

/** The style that draws it, with the class `placeholder` of globals.css; null for one of another kind. */
export function placeholderStyle(placeholder: string): Record<string, string> | null {
  if (!/^[0-9a-f]{18}$/.test(placeholder)) return null;
  return Object.fromEntries(NAMES.map((name, index) => [name, `#${placeholder.slice(index * 3, index * 3 + 3)}`]));
}
