import { db, Prisma } from '#lib/db.ts';

/**
 * Works per transaction, few enough that a sale hardly waits for it. Each changes all indexes and its search row: 500
 * of a million works took up to a second while those were not in memory.
 */
const SLICE_SIZE = 200;

type Options = { stop?: AbortSignal; slice?: number };

const [FIRST_ID, LAST_ID] = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/**
 * Updates each work's price in euros to the rates in use; works are sorted and filtered by it. All works are compared,
 * so it also completes an interrupted run.
 * @param stop ends it early, between two slices
 * @returns how many works changed
 */
export async function refreshPriceValues({ stop, slice = SLICE_SIZE }: Options = {}): Promise<number> {
  let changed = 0;
  for (let after = FIRST_ID; after !== LAST_ID && !stop?.aborted; ) {
    const [end] = await db().$queryRaw<{ id: string }[]>`
      SELECT id FROM posts WHERE id > ${after}::uuid ORDER BY id OFFSET ${slice - 1} LIMIT 1`;
    const last = end?.id ?? LAST_ID;
    changed += await refreshSlice(after, last);
    after = last;
  }
  return changed;
}

/** The same expression as in the trigger posts_price_value. */
const priceValue = Prisma.sql`COALESCE(
  (SELECT (price_amount / (rate * 10::numeric ^ digits))::double precision
   FROM current_rates WHERE currency = price_currency),
  'Infinity')`;

function refreshSlice(after: string, last: string): Promise<number> {
  return db().$executeRaw`
    UPDATE posts SET price_value = ${priceValue}
    WHERE id > ${after}::uuid AND id <= ${last}::uuid AND price_value IS DISTINCT FROM ${priceValue}`;
}
