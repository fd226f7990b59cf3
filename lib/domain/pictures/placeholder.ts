/** The grid of colours shown until a picture has loaded. */
export const PLACEHOLDER_GRID = { columns: 3, rows: 2 } as const;

const CELLS = PLACEHOLDER_GRID.columns * PLACEHOLDER_GRID.rows;
const CSS_PROPERTIES = ['--p0', '--p1', '--p2', '--p3', '--p4', '--p5'] as const;

/**
 * The colours of the grid, row by row, as three hex digits each: `f80` is #ff8800. About twenty characters that
 * compress well; the smallest picture in a data: URI has two hundred that do not.
 * @param pixels red, green and blue of each of the six pixels, 0 to 255.
 */
export function placeholderOf(pixels: Uint8Array): string {
  return [...pixels.subarray(0, CELLS * 3)].map((value) => Math.round(value / 17).toString(16)).join('');
}

/** The style for the class `picture-placeholder` in app/globals.css; null if the placeholder has another format. */
export function placeholderStyle(placeholder: string): Record<string, string> | null {
  if (!/^[0-9a-f]{18}$/.test(placeholder)) return null;
  return Object.fromEntries(
    CSS_PROPERTIES.map((name, index) => [name, `#${placeholder.slice(index * 3, index * 3 + 3)}`]),
  );
}
