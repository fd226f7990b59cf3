import { db, Prisma } from '#lib/db.ts';

/**
 * Works in one transaction: few enough that a sale hardly waits for it. Each is written in all indexes and in its row for
 * searches, so that 500 among a million took up to a second while these were not in memory.
 */
const SLICE = 200;

type Options = { stop?: AbortSignal; slice?: number };

const [FIRST_ID, LAST_ID] = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/**
 * Gives each work the value in euros that its price has by the rates in use, by which works are sorted and filtered.
 * Compares all of them, so it also ends what was cut short.
 * @param stop ends it early, between two slices
 * @returns how many works changed
 */
export async function refreshPriceValues({ stop, slice = SLICE }: Options = {}): Promise<number> {
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

/** As the trigger posts_price_value has it. */
const value = Prisma.sql`COALESCE(
  (SELECT (price_amount / (rate * 10::numeric ^ digits))::double precision
   FROM current_rates WHERE currency = price_currency),
  'Infinity')`;

function refreshSlice(after: string, last: string): Promise<number> {
  return db().$executeRaw`
    UPDATE posts SET price_value = ${value}
    WHERE id > ${after}::uuid AND id <= ${last}::uuid AND price_value IS DISTINCT FROM ${value}`;
}
