import { db, isLockTimeout } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Quote } from '#lib/domain/exchange/quote.ts';
import { HOLD_MINUTES } from '#lib/domain/sale/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/**
 * How many works one buyer (an account, or a browser without one) and one IP address may hold at a time, so that nobody
 * can block the gallery by opening checkouts. A school or an office shares an address.
 */
export const MAX_HOLDS = { buyer: 8, address: 30 } as const;

export type Buyer = {
  viewer: Viewer | null;
  /** Random value in this browser's cookie, which identifies the buyer's own holds with or without an account. */
  token: string;
  /** Keyed hash of the IP address; null if unknown or local, and then it is not limited. */
  address: string | null;
};

/**
 * Reserves a work for one buyer and inserts the order.
 * @param quote what the buyer saw; if the artist's price has changed since, there is no hold.
 * @returns the new order's id, or null if the work is not available or another buyer is placing a hold.
 * @throws {ExpectedError} too-many-holds, too-many-holds-here; the work then stays available.
 */
export async function placeHold(buyer: Buyer, postId: string, quote: Quote): Promise<string | null> {
  try {
    return await insertHold(buyer, postId, quote);
  } catch (error) {
    if (isLockTimeout(error)) return null;
    throw error;
  }
}

function insertHold(buyer: Buyer, postId: string, quote: Quote): Promise<string | null> {
  // Whole seconds, as in Stripe's API, so that order, session and page agree.
  const heldUntil = new Date((Math.floor(Date.now() / 1000) + HOLD_MINUTES * 60) * 1000);
  const { viewer, token, address } = buyer;
  const { shown, price, rate, day, source } = quote;
  const viewerId = viewer?.id ?? null;
  return db().$transaction(async (tx) => {
    // The post is updated first, so of many concurrent buyers only one gets to the locks, which serialize counting the
    // same holds. They are sorted to avoid deadlocks.
    const locks = [`token ${token}`, viewerId && `account ${viewerId}`, address && `address ${address}`];
    const lockCount = await tx.$executeRaw`
      WITH held AS (
        UPDATE posts SET held_until = ${heldUntil}, updated_at = now()
        WHERE id = ${postId}::uuid AND status = 'LISTED' AND held_until IS NULL AND hidden_at IS NULL
          AND price_amount = ${price.amount} AND price_currency = ${price.currency}
        RETURNING id
      )
      SELECT pg_advisory_xact_lock(hashtextextended('holds of ' || who, 0))::text
      FROM held, unnest(${locks.filter((who) => who !== null).sort()}::text[]) AS who`;
    if (lockCount === 0) return null;
    // A separate statement, so that it sees what earlier holders of the locks have committed.
    const [result] = await tx.$queryRaw<{ orderId: string | null; isBuyerLimit: boolean }[]>`
      WITH mine AS (
        SELECT id FROM orders WHERE status = 'HELD' AND buyer_token = ${token}
        UNION SELECT id FROM orders WHERE status = 'HELD' AND buyer_id = ${viewerId}::uuid
      ), own AS (
        SELECT count(*) AS holds FROM mine
      ), same_address AS (
        SELECT count(*) AS holds FROM orders WHERE status = 'HELD' AND buyer_address = ${address}
      ), inserted AS (
        INSERT INTO orders (id, post_id, held_until, buyer_id, buyer_token, buyer_email, buyer_address,
          amount, currency, price_amount, price_currency, rate, rate_date, rate_source)
        SELECT gen_random_uuid(), ${postId}::uuid, ${heldUntil}, ${viewerId}::uuid, ${token}, ${viewer?.email ?? null},
          ${address}, ${shown.amount}, ${shown.currency}, ${price.amount}, ${price.currency},
          ${rate}::numeric, ${day}::date, ${source}
        FROM own, same_address WHERE own.holds < ${MAX_HOLDS.buyer} AND same_address.holds < ${MAX_HOLDS.address}
        RETURNING id
      )
      SELECT (SELECT id FROM inserted) AS "orderId", own.holds >= ${MAX_HOLDS.buyer} AS "isBuyerLimit" FROM own`;
    if (!result?.orderId) throw new ExpectedError(result?.isBuyerLimit ? 'too-many-holds' : 'too-many-holds-here');
    return result.orderId;
  });
}
