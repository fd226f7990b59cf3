import { type Db, Prisma } from '#lib/db.ts';
import { type PostClaim, type SaleEvent, type Transition, transitionFor } from '#lib/domain/sale/sale.ts';
import { webhookEventsOf } from '#lib/domain/webhooks/webhook-events.ts';
import { messageRows } from '#lib/messages/message-rows.ts';
import { isAnyListening } from '#lib/webhooks/listening.ts';
import { writeWebhooks } from '#lib/webhooks/write-webhooks.ts';

/** What is announced to caches and open pages after the commit. */
export type SaleChange = { orderId: string; postId: string };

/** The rows of a sale, locked until the transaction ends. */
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
  /** Whether the given payment belongs to another order. */
  isPaymentOfAnotherOrder: boolean;
  /** Whether events about the given payment are waiting. */
  hasWaitingEvents: boolean;
};

/**
 * Locks the rows of a sale. The post is locked first, as in every other command of a sale, to avoid deadlocks:
 * FOR UPDATE locks the tables in the order in which it names them.
 * @param paymentIntentId the payment that the fact is about, if any.
 */
export async function lockSale(
  tx: Db,
  orderId: string,
  paymentIntentId: string | null = null,
): Promise<LockedSale | null> {
  const [row] = await tx.$queryRaw<
    (LockedSale['order'] & {
      owns: boolean;
      free: boolean;
      isPaymentOfAnotherOrder: boolean;
      hasWaitingEvents: boolean;
    })[]
  >`
    SELECT orders.id, orders.post_id AS "postId", orders.status, orders.amount, orders.currency,
      orders.session_id AS "sessionId", orders.payment_intent_id AS "paymentIntentId", orders.flag,
      orders.status IN ('HELD', 'PROCESSING', 'PAID', 'DISPUTED') AS owns,
      posts.status = 'LISTED' AND posts.held_until IS NULL AND posts.hidden_at IS NULL AS free,
      EXISTS (SELECT 1 FROM orders other WHERE other.payment_intent_id = ${paymentIntentId} AND other.id <> orders.id)
        AS "isPaymentOfAnotherOrder",
      EXISTS (SELECT 1 FROM stripe_events WHERE outcome = 'waiting' AND payment_intent_id = ${paymentIntentId})
        AS "hasWaitingEvents"
    FROM posts JOIN orders ON orders.post_id = posts.id
    WHERE orders.id = ${orderId}::uuid
    FOR UPDATE OF posts, orders`;
  if (!row) return null;
  const { owns, free, isPaymentOfAnotherOrder, hasWaitingEvents, ...order } = row;
  return { order, claim: owns ? 'own' : free ? 'free' : 'taken', isPaymentOfAnotherOrder, hasWaitingEvents };
}

export type PaymentDetails = {
  paymentIntentId?: string | null | undefined;
  buyerEmail?: string | null | undefined;
  buyerName?: string | null | undefined;
  buyerCountry?: string | null | undefined;
};

/**
 * Performs one transition of the table in lib/domain/sale/sale.ts on a locked sale: order, post, messages and webhooks, in
 * the caller's transaction.
 * @returns null if the table has no such transition; nothing is written then.
 */
export async function transitionOrder(
  tx: Db,
  { order, claim }: LockedSale,
  event: SaleEvent,
  details: PaymentDetails = {},
): Promise<Transition | null> {
  const transition = transitionFor(order.status, event, claim);
  if (!transition) return null;
  const { paymentIntentId = null, buyerEmail = null, buyerName = null, buyerCountry = null } = details;
  const events = webhookEventsOf(transition);
  // One statement, so that an order never changes without its post and its messages.
  const [sale] = await tx.$queryRaw<{ isTold: boolean }[]>`
    WITH changed AS (
      UPDATE orders SET status = ${transition.to}::order_status, updated_at = now(),
        paid_at = CASE WHEN ${event === 'paid'} THEN now() ELSE paid_at END,
        payment_intent_id = COALESCE(payment_intent_id, ${paymentIntentId}),
        buyer_email = COALESCE(${buyerEmail}, buyer_email),
        buyer_name = COALESCE(${buyerName}, buyer_name),
        buyer_country = COALESCE(${buyerCountry}, buyer_country)
      WHERE id = ${order.id}::uuid AND status = ${transition.from}::order_status
      RETURNING id, post_id, buyer_email
    ), sale AS (
      UPDATE posts SET ${POST_EFFECTS[transition.post]} FROM changed WHERE posts.id = changed.post_id
      RETURNING changed.id AS order_id, changed.buyer_email, posts.artist_id
    ), queued AS (
      INSERT INTO messages (id, order_id, kind, recipient)
      SELECT gen_random_uuid(), sale.order_id, message.kind, message.email
      FROM sale CROSS JOIN LATERAL (${messageRows(transition.messages)}) message WHERE message.email IS NOT NULL
      ON CONFLICT (order_id, kind, recipient) DO NOTHING
    )
    SELECT ${isAnyListening(events, Prisma.sql`sale.artist_id`)} AS "isTold" FROM sale`;
  if (!sale) throw new Error(`order ${order.id} was not ${transition.from} although it was locked`);
  if (sale.isTold) await writeWebhooks(tx, events, { postIds: [order.postId], orderId: order.id });
  return transition;
}

const POST_EFFECTS: Record<Transition['post'], Prisma.Sql> = {
  keep: Prisma.sql`updated_at = posts.updated_at`,
  sell: Prisma.sql`status = 'SOLD', sold_at = now(), held_until = NULL, updated_at = now()`,
  release: Prisma.sql`held_until = NULL, updated_at = now()`,
  return: Prisma.sql`status = 'DRAFT', sold_at = NULL, held_until = NULL, updated_at = now()`,
};
