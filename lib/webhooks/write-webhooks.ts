import { type Db, Prisma } from '#lib/db.ts';
import type { WebhookEvent } from '#lib/domain/webhooks/webhook-events.ts';
import { env } from '#lib/env.ts';

/** What a change was made to: one or several works, or the order of one. */
export type WebhookSubject = { postIds: readonly string[]; orderId?: string };

/**
 * Writes what endpoints are told about a change, in its transaction and with its works locked: the artist's endpoints and the
 * shop's, those which are on and have chosen the event. The worker delivers it.
 * @param events in the order in which they are told
 */
export async function writeWebhooks(
  tx: Db,
  events: readonly WebhookEvent[],
  { postIds, orderId }: WebhookSubject,
): Promise<void> {
  await tx.$executeRaw`
    WITH listening AS (
      SELECT posts.id AS post_id, event.type, event.place, endpoint.id AS endpoint_id
      FROM posts
      JOIN webhook_endpoints endpoint ON endpoint.user_id = posts.artist_id OR endpoint.user_id IS NULL
      JOIN unnest(${events}::text[]) WITH ORDINALITY AS event(type, place) ON event.type = ANY(endpoint.events)
      WHERE posts.id = ANY(${postIds}::uuid[]) AND endpoint.switched_off_at IS NULL
        AND NOT EXISTS (SELECT FROM users WHERE users.id = endpoint.user_id AND suspended_at IS NOT NULL)
    ), message AS (
      INSERT INTO webhook_messages (type, artist_id, post_id, data)
      SELECT told.type, posts.artist_id, posts.id, ${orderId === undefined ? POST : ORDER}
      FROM (SELECT DISTINCT post_id, type, place FROM listening) AS told
      JOIN posts ON posts.id = told.post_id
      JOIN users artist ON artist.id = posts.artist_id
      LEFT JOIN orders ON orders.id = ${orderId ?? null}::uuid
      CROSS JOIN (SELECT ${env().NEXTAUTH_URL}::text AS url) AS shop
      ORDER BY posts.id, told.place
      RETURNING id, number, type, post_id
    )
    INSERT INTO webhook_deliveries (message_id, endpoint_id, number, post_id)
    SELECT message.id, listening.endpoint_id, message.number, message.post_id
    FROM message JOIN listening USING (post_id, type)`;
}

const money = (amount: Prisma.Sql, currency: Prisma.Sql) =>
  Prisma.sql`json_build_object('amount', ${amount}, 'currency', ${currency})`;
const time = (column: Prisma.Sql) => Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const ARTIST = Prisma.sql`json_build_object('username', artist.username, 'displayName', artist.display_name)`;
const PRICE = money(Prisma.sql`posts.price_amount`, Prisma.sql`posts.price_currency`);
const POST_URL = Prisma.sql`shop.url || '/posts/' || posts.slug`;

/** The data of `post.…`, as WEBHOOK_SCHEMAS describes it. */
const POST = Prisma.sql`json_build_object(
  'id', posts.id, 'slug', posts.slug, 'url', ${POST_URL}, 'title', posts.title,
  'status', CASE posts.status WHEN 'LISTED' THEN 'published' ELSE lower(posts.status::text) END,
  'isHidden', posts.hidden_at IS NOT NULL, 'price', ${PRICE}, 'artist', ${ARTIST},
  'publishedAt', ${time(Prisma.sql`posts.listed_at`)}, 'soldAt', ${time(Prisma.sql`posts.sold_at`)})`;

const REFUNDED = Prisma.sql`(
  SELECT coalesce(sum(refunds.amount), 0)::bigint FROM refunds
  WHERE refunds.order_id = orders.id AND refunds.status = 'succeeded')`;

/** The data of a change of a sale: `order.…` has the order, and its `post.…` the work. */
const ORDER = Prisma.sql`CASE WHEN told.type LIKE 'post.%' THEN ${POST} ELSE json_build_object(
  'id', orders.id, 'url', shop.url || '/dashboard/sales/' || orders.id, 'status', lower(orders.status::text),
  'charged', ${money(Prisma.sql`orders.amount`, Prisma.sql`orders.currency`)},
  'price', ${money(Prisma.sql`orders.price_amount`, Prisma.sql`orders.price_currency`)},
  'refunded', ${money(REFUNDED, Prisma.sql`orders.currency`)},
  'paidAt', ${time(Prisma.sql`orders.paid_at`)},
  'post', json_build_object('id', posts.id, 'slug', posts.slug, 'url', ${POST_URL}, 'title', posts.title,
    'artist', ${ARTIST})) END`;
