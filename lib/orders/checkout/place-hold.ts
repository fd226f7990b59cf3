import { db, isLockTimeout, isOfLeavingAccount, Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Quote } from '#lib/domain/exchange/quote.ts';
import type { NetworkSize } from '#lib/domain/network/wider-networks.ts';
import {
  KNOWN_AFTER_DAYS,
  MAX_HOLDS,
  NETWORK_LIMITS,
  PAUSE_MINUTES,
  UNPAID_HOURS,
} from '#lib/domain/sale/hold-limits.ts';
import { newHeldUntil } from '#lib/domain/sale/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { termsInForce } from '#lib/settings/terms.ts';

export type Buyer = {
  viewer: Viewer | null;
  /** Random value in this browser's cookie, which identifies the buyer's own holds with or without an account. */
  token: string;
  /** Keyed hash of the IP address; null if unknown or local, and then it is not limited. */
  address: string | null;
  /** Keyed hashes of the networks around the address, narrowest first. */
  networks?: readonly { size: NetworkSize; key: string }[];
};

/**
 * Reserves a work for one buyer and inserts the order.
 * @param quote what the buyer saw; if the artist's price has changed since, there is no hold.
 * @returns the new order's id, or null if the work is not available or another buyer is placing a hold.
 * @throws {ExpectedError} too-many-holds, too-many-holds-here, reserved-too-often, account-closing; the work then stays available.
 */
export async function placeHold(buyer: Buyer, postId: string, quote: Quote): Promise<string | null> {
  try {
    // The payment page says that a payment agrees to them.
    return await insertHold(buyer, postId, { quote, terms: await termsInForce() });
  } catch (error) {
    if (isLockTimeout(error)) return null;
    if (isOfLeavingAccount(error)) throw new ExpectedError('account-closing');
    throw error;
  }
}

type Offered = { quote: Quote; terms: number | null };

function insertHold(buyer: Buyer, postId: string, { quote, terms }: Offered): Promise<string | null> {
  const heldUntil = newHeldUntil();
  const { viewer, token, address } = buyer;
  const { shown, price, rate, day, source } = quote;
  const viewerId = viewer?.id ?? null;
  const networks = networksOf(buyer);
  const keys = networks.map(({ key }) => key);
  return db().$transaction(async (tx) => {
    // The post is updated first, so of many concurrent buyers only one gets to the locks, which serialize counting the
    // same holds. They are sorted to avoid deadlocks.
    const locks = [`token ${token}`, viewerId && `account ${viewerId}`, ...keys.map((key) => `address ${key}`)];
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
    const [result] = await tx.$queryRaw<HoldResult[]>`
      WITH buyer AS (${isKnownBuyer(viewerId)}), mine AS (
        SELECT id FROM orders WHERE status = 'HELD' AND buyer_token = ${token}
        UNION SELECT id FROM orders WHERE status = 'HELD' AND buyer_id = ${viewerId}::uuid
      ), own AS (
        SELECT count(mine.id) >=
          CASE WHEN buyer.known THEN ${MAX_HOLDS.known}::int ELSE ${MAX_HOLDS.anonymous}::int END AS full
        FROM buyer LEFT JOIN mine ON true GROUP BY buyer.known
      ), crowd AS (${crowdOf(networks, postId)}), inserted AS (
        INSERT INTO orders (id, post_id, held_until, buyer_id, buyer_token, buyer_email, buyer_address, buyer_networks,
          buyer_known, amount, currency, price_amount, price_currency, rate, rate_date, rate_source,
          terms_version, terms_accepted_at)
        SELECT gen_random_uuid(), ${postId}::uuid, ${heldUntil}, ${viewerId}::uuid, ${token}, ${viewer?.email ?? null},
          ${address}, ${keys}::text[], buyer.known, ${shown.amount}, ${shown.currency}, ${price.amount},
          ${price.currency}, ${rate}::numeric, ${day}::date, ${source},
          ${terms}::int, CASE WHEN ${terms}::int IS NOT NULL THEN now() END
        FROM buyer, own, crowd WHERE NOT own.full AND NOT crowd.full AND NOT crowd.paused
        RETURNING id
      )
      SELECT (SELECT id FROM inserted) AS "orderId", own.full AS "isBuyerLimit", crowd.full AS "isNetworkLimit"
      FROM own, crowd`;
    if (result?.orderId) return result.orderId;
    if (result?.isBuyerLimit) throw new ExpectedError('too-many-holds');
    throw new ExpectedError(result?.isNetworkLimit ? 'too-many-holds-here' : 'reserved-too-often');
  });
}

type HoldResult = { orderId: string | null; isBuyerLimit: boolean; isNetworkLimit: boolean };

/** The buyer's address and the networks around it, with their limits. */
const networksOf = ({ address, networks = [] }: Buyer) =>
  address === null
    ? []
    : [
        { key: address, limits: NETWORK_LIMITS.address },
        ...networks.map(({ size, key }) => ({ key, limits: NETWORK_LIMITS[size] })),
      ];

/**
 * One row: `traded`, whether the account has bought or sold, and `known`, whether it has done so or has an age. The newest sale is asked for, with the condition of the index
 * orders_sales: for “any” PostgreSQL might read all orders.
 */
const isKnownBuyer = (viewerId: string | null) => Prisma.sql`
  SELECT COALESCE(bool_or(traded), false) AS traded, COALESCE(bool_or(traded OR aged), false) AS known
  FROM (
    SELECT created_at < now() - make_interval(days => ${KNOWN_AFTER_DAYS}::int) AS aged,
      EXISTS (SELECT 1 FROM orders WHERE buyer_id = users.id AND status = 'PAID')
      OR (SELECT id FROM orders
        WHERE seller_id = users.id AND status NOT IN ('HELD', 'CANCELLED', 'EXPIRED', 'FAILED')
        ORDER BY created_at DESC, id DESC LIMIT 1) IS NOT NULL AS traded
    FROM users WHERE id = ${viewerId}::uuid) AS account`;

/**
 * One row: whether there are too many open holds in one of the networks, and whether one of them has reserved this work
 * too often without paying. Holds whose payment page never opened are not the buyers' fault, and one that was cancelled
 * soon has kept nobody away. An account's age costs nothing, so only those that have bought or sold meet no pause.
 */
const crowdOf = (networks: ReturnType<typeof networksOf>, postId: string) => Prisma.sql`
  SELECT COALESCE(bool_or(
      held.everyone >= network.everyone OR NOT known AND held.anonymous >= network.anonymous), false) AS full,
    COALESCE(bool_or(NOT traded AND ended.unpaid >= network.unpaid), false) AS paused
  FROM buyer, unnest(${networks.map(({ key }) => key)}::text[],
      ${networks.map(({ limits }) => limits.anonymous)}::int[],
      ${networks.map(({ limits }) => limits.everyone)}::int[],
      ${networks.map(({ limits }) => limits.unpaid)}::int[]) AS network(key, anonymous, everyone, unpaid)
    CROSS JOIN LATERAL (
      SELECT count(*) AS everyone, count(*) FILTER (WHERE NOT buyer_known) AS anonymous
      FROM orders WHERE status = 'HELD' AND buyer_networks @> ARRAY[network.key]) held
    CROSS JOIN LATERAL (
      SELECT count(*) AS unpaid FROM orders
      WHERE post_id = ${postId}::uuid AND created_at > now() - make_interval(hours => ${UNPAID_HOURS}::int)
        AND (status = 'EXPIRED' OR status = 'CANCELLED' AND updated_at - created_at > make_interval(mins => ${PAUSE_MINUTES}::int))
        AND checkout_url IS NOT NULL
        AND buyer_networks @> ARRAY[network.key]) ended`;
