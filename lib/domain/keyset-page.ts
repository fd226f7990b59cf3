/**
 * A page of somebody's own list, newest first, as its links ask for it: the page after a row, or the one before it. A
 * row is known by when it was made, in milliseconds, and its id, and need not be there any more.
 */
export type KeysetCursor = { way: 'older' | 'newer'; at: Date; id: string };

/** `newer` and `older` are the cursors of the links to both sides; null where there is nothing. */
export type KeysetPage<Row> = { rows: Row[]; newer: string | null; older: string | null };

type Known = { id: string; createdAt: Date };

/**
 * @param found one row more than the page holds, if there are so many, in the order of the question: away from the cursor.
 */
export function keysetPage<Row extends Known>(found: Row[], asked: KeysetCursor | null, size: number): KeysetPage<Row> {
  const rows = found.slice(0, size);
  const goesOn = found.length > size;
  if (asked?.way === 'newer') {
    rows.reverse();
    return { rows, newer: goesOn ? cursorOf(rows[0]) : null, older: cursorOf(rows.at(-1)) };
  }
  return { rows, newer: asked ? cursorOf(rows[0]) : null, older: goesOn ? cursorOf(rows.at(-1)) : null };
}

const cursorOf = (row: Known | undefined) => (row ? `${row.createdAt.getTime()}_${row.id}` : null);
