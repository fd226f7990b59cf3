import { db, isLockTimeout } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Quote } from '#lib/domain/exchange/quote.ts';
import { HOLD_MINUTES } from '#lib/domain/sale/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/**
 * How many works one buyer (an account, or a browser without one) and one address may hold at a time, so
 * that nobody locks the gallery by opening checkouts. A school or an office shares an address.
 */
export const MAX_HOLDS = { buyer: 8, address: 30 } as const;

export type Buyer = {
  viewer: Viewer | null;
  /** Random value that stays in this browser: it recognises the buyer's own holds, with or without an account. */
  token: string;
  /** Keyed hash of where the request came from, or null where that says nothing: then it limits nothing. */
  address: string | null;
};

/**
 * Takes the exclusive right to buy a work, and writes the order that has it.
 * @param quote what the buyer saw; another price of the artist's in the database leaves the work as it is.
 * @returns the new order's id, or null when somebody else was first, or is at it.
 * @throws {ExpectedError} too-many-holds, too-many-holds-here; the work is then free as before.
 */
export async function placeHold(buyer: Buyer, postId: string, quote: Quote): Promise<string | null> {
  try {
    return await take(buyer, postId, quote);
  } catch (error) {
    if (isLockTimeout(error)) return null;
    throw error;
  }
}

function take(buyer: Buyer, postId: string, quote: Quote): Promise<string | null> {
  // Whole seconds, as Stripe counts: the order, the session and the page say the same moment.
  const heldUntil = new Date((Math.floor(Date.now() / 1000) + HOLD_MINUTES * 60) * 1000);
  const { viewer, token, address } = buyer;
  const { shown, price, rate, day, source } = quote;
  const viewerId = viewer?.id ?? null;
  return db().$transaction(async (tx) => {
    // The work comes first: of four hundred who want it only one goes on to the locks, which make those
    // who count the same holds wait for each other. Sorted, so that two of them never wait in a circle.
    const locks = [`token ${token}`, viewerId && `account ${viewerId}`, address && `address ${address}`];
    const taken = await tx.$executeRaw`
      WITH held AS (
        UPDATE posts SET held_until = ${heldUntil}, updated_at = now()
        WHERE id = ${postId}::uuid AND status = 'LISTED' AND held_until IS NULL AND hidden_at IS NULL
          AND price_amount = ${price.amount} AND price_currency = ${price.currency}
        RETURNING id
      )
      SELECT pg_advisory_xact_lock(hashtextextended('holds of ' || who, 0))::text
      FROM held, unnest(${locks.filter((who) => who !== null).sort()}::text[]) AS who`;
    if (taken === 0) return null;
    // A statement of its own: it sees what those committed who had the locks before.
    const [held] = await tx.$queryRaw<{ orderId: string | null; buyerIsFull: boolean }[]>`
      WITH mine AS (
        SELECT id FROM orders WHERE status = 'HELD' AND buyer_token = ${token}
        UNION SELECT id FROM orders WHERE status = 'HELD' AND buyer_id = ${viewerId}::uuid
      ), own AS (
        SELECT count(*) AS holds FROM mine
      ), near AS (
        SELECT count(*) AS holds FROM orders WHERE status = 'HELD' AND buyer_address = ${address}
      ), made AS (
        INSERT INTO orders (id, post_id, held_until, buyer_id, buyer_token, buyer_email, buyer_address,
          amount, currency, price_amount, price_currency, rate, rate_date, rate_source)
        SELECT gen_random_uuid(), ${postId}::uuid, ${heldUntil}, ${viewerId}::uuid, ${token}, ${viewer?.email ?? null},
          ${address}, ${shown.amount}, ${shown.currency}, ${price.amount}, ${price.currency},
          ${rate}::numeric, ${day}::date, ${source}
        FROM own, near WHERE own.holds < ${MAX_HOLDS.buyer} AND near.holds < ${MAX_HOLDS.address}
        RETURNING id
      )
      SELECT (SELECT id FROM made) AS "orderId", own.holds >= ${MAX_HOLDS.buyer} AS "buyerIsFull" FROM own`;
    if (!held?.orderId) throw new ExpectedError(held?.buyerIsFull ? 'too-many-holds' : 'too-many-holds-here');
    return held.orderId;
  });
}
