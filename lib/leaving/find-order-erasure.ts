import { db } from '#lib/db.ts';
import { isFinished, neededUntil } from './erase-buyers.ts';

/** Whether the buyer of an order can be removed from it, as its page says. */
export type OrderErasure =
  | { state: 'none' }
  /** The buyer can ask for a link. Afterwards their data goes at that time, ISO 8601; null: at once. */
  | { state: 'possible'; neededUntil: string | null }
  | { state: 'requested'; neededUntil: string | null }
  | { state: 'erased'; at: string };

type Row = {
  canAsk: boolean;
  requestedAt: Date | null;
  erasedAt: Date | null;
  neededUntil: Date;
  isNeeded: boolean;
};

/** @param orderId of an order without an account; one with an account is emptied with it. */
export async function findOrderErasure(orderId: string): Promise<OrderErasure> {
  const [row] = await db().$queryRaw<Row[]>`
    SELECT buyer_id IS NULL AND buyer_email IS NOT NULL AND ${isFinished} AS "canAsk",
      erase_requested_at AS "requestedAt", buyer_erased_at AS "erasedAt",
      ${neededUntil} AS "neededUntil", ${neededUntil} > now() AS "isNeeded"
    FROM orders WHERE id = ${orderId}::uuid`;
  if (row?.erasedAt) return { state: 'erased', at: row.erasedAt.toISOString() };
  const until = row?.isNeeded ? row.neededUntil.toISOString() : null;
  if (row?.requestedAt) return { state: 'requested', neededUntil: until };
  return row?.canAsk ? { state: 'possible', neededUntil: until } : { state: 'none' };
}
