/**
 * Selects the page of a list (newest first) that is older or newer than a row. The row is identified by its creation
 * time (milliseconds) and id, and may have been deleted since.
 */
export type KeysetCursor = { direction: 'older' | 'newer'; at: Date; id: string };

/** `newer` and `older` are the cursors of the links to the neighbouring pages; null if there is none. */
export type KeysetPage<Row> = { rows: Row[]; newer: string | null; older: string | null };

type KeyedRow = { id: string; createdAt: Date };

/** @param found up to one row more than the page holds, ordered away from the cursor. */
export function keysetPage<Row extends KeyedRow>(
  found: Row[],
  cursor: KeysetCursor | null,
  size: number,
): KeysetPage<Row> {
  const rows = found.slice(0, size);
  const hasMore = found.length > size;
  if (cursor?.direction === 'newer') {
    rows.reverse();
    return { rows, newer: hasMore ? cursorOf(rows[0]) : null, older: cursorOf(rows.at(-1)) };
  }
  return { rows, newer: cursor ? cursorOf(rows[0]) : null, older: hasMore ? cursorOf(rows.at(-1)) : null };
}

const cursorOf = (row: KeyedRow | undefined) => (row ? `${row.createdAt.getTime()}_${row.id}` : null);
