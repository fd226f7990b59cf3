import { type Db, Prisma } from '#lib/db.ts';
import { type PostClaim, type SaleEvent, type Transition, transitionFor } from '#lib/domain/sale/sale.ts';
import { messageLines } from '#lib/messages/message-lines.ts';

/** What open pages and caches have to hear of once the transaction has committed. */
export type SaleChange = { orderId: string; postId: string };

/** The rows of a sale, both locked for the rest of the transaction. */
export type LockedSale = {
  order: {
    id: string;
    postId: string;
    status: Transition['from'];
    amount: bigint;
    currency: string;
    sessionId: string | null;
    paymentIntentId: string | null;
    flag: string | null;
  };
  claim: PostClaim;
  /** Does the payment that was asked about belong to another order? */
  paymentElsewhere: boolean;
  /** Are there events that came before this payment was known? */
  isAwaited: boolean;
};

/**
 * Locks a sale. The post's row comes first (FOR UPDATE takes its tables in the order in which they are
 * named), as in every other command of a sale, so that two of them can wait for each other but never in a circle.
 * @param paymentIntentId a payment that the order is about to get, if any.
 */
export async function lockSale(
  tx: Db,
  orderId: string,
  paymentIntentId: string | null = null,
): Promise<LockedSale | null> {
  const [row] = await tx.$queryRaw<
    (LockedSale['order'] & { owns: boolean; free: boolean; paymentElsewhere: boolean; isAwaited: boolean })[]
  >`
    SELECT orders.id, orders.post_id AS "postId", orders.status, orders.amount, orders.currency,
      orders.session_id AS "sessionId", orders.payment_intent_id AS "paymentIntentId", orders.flag,
      orders.status IN ('HELD', 'PROCESSING', 'PAID', 'DISPUTED') AS owns,
      posts.status = 'LISTED' AND posts.held_until IS NULL AND posts.hidden_at IS NULL AS free,
      EXISTS (SELECT 1 FROM orders other WHERE other.payment_intent_id = ${paymentIntentId} AND other.id <> orders.id)
        AS "paymentElsewhere",
      EXISTS (SELECT 1 FROM stripe_events WHERE outcome = 'waiting' AND payment_intent_id = ${paymentIntentId})
        AS "isAwaited"
    FROM posts JOIN orders ON orders.post_id = posts.id
    WHERE orders.id = ${orderId}::uuid
    FOR UPDATE OF posts, orders`;
  if (!row) return null;
  const { owns, free, paymentElsewhere, isAwaited, ...order } = row;
  return { order, claim: owns ? 'own' : free ? 'free' : 'taken', paymentElsewhere, isAwaited };
}

export type KnownFacts = {
  paymentIntentId?: string | null | undefined;
  buyerEmail?: string | null | undefined;
  buyerName?: string | null | undefined;
  buyerCountry?: string | null | undefined;
};

/**
 * Applies one row of the table in lib/domain/sale/sale.ts to a locked sale: the order, its post and the
 * messages, all in the caller's transaction.
 * @returns the transition, or null when the table has none: then nothing is written.
 */
export async function transitionOrder(
  tx: Db,
  { order, claim }: LockedSale,
  event: SaleEvent,
  facts: KnownFacts = {},
): Promise<Transition | null> {
  const transition = transitionFor(order.status, event, claim);
  if (!transition) return null;
  const { paymentIntentId = null, buyerEmail = null, buyerName = null, buyerCountry = null } = facts;
  // One statement: an order never moves without its post, nor without those who are told of it.
  const [{ moved } = { moved: 0 }] = await tx.$queryRaw<{ moved: number }[]>`
    WITH moved AS (
      UPDATE orders SET status = ${transition.to}::order_status, updated_at = now(),
        paid_at = CASE WHEN ${event === 'paid'} THEN now() ELSE paid_at END,
        payment_intent_id = COALESCE(payment_intent_id, ${paymentIntentId}),
        buyer_email = COALESCE(${buyerEmail}, buyer_email),
        buyer_name = COALESCE(${buyerName}, buyer_name),
        buyer_country = COALESCE(${buyerCountry}, buyer_country)
      WHERE id = ${order.id}::uuid AND status = ${transition.from}::order_status
      RETURNING id, post_id, buyer_email
    ), sale AS (
      UPDATE posts SET ${POST_EFFECTS[transition.post]} FROM moved WHERE posts.id = moved.post_id
      RETURNING moved.id AS order_id, moved.buyer_email, posts.artist_id
    ), told AS (
      INSERT INTO messages (id, order_id, kind, recipient)
      SELECT gen_random_uuid(), sale.order_id, lines.kind, lines.email
      FROM sale CROSS JOIN LATERAL (${messageLines(transition.messages)}) lines WHERE lines.email IS NOT NULL
      ON CONFLICT (order_id, kind, recipient) DO NOTHING
    )
    SELECT count(*)::int AS moved FROM sale`;
  if (moved !== 1) throw new Error(`order ${order.id} was not ${transition.from} although it was locked`);
  return transition;
}

const POST_EFFECTS: Record<Transition['post'], Prisma.Sql> = {
  keep: Prisma.sql`updated_at = posts.updated_at`,
  sell: Prisma.sql`status = 'SOLD', sold_at = now(), held_until = NULL, updated_at = now()`,
  release: Prisma.sql`held_until = NULL, updated_at = now()`,
  return: Prisma.sql`status = 'DRAFT', sold_at = NULL, held_until = NULL, updated_at = now()`,
};
