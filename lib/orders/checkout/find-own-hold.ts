import { db } from '#lib/db.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import type { HoldState, OwnHold } from '#lib/domain/sale/own-hold.ts';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

type Asker = { viewer: Viewer | null; token: string | null };

/**
 * A work's state, and the asker's own hold on it.
 * @param asker by account or by this browser's token; null without either.
 * @returns null if there is no such work, it was never public, or it is hidden and the asker does not hold it.
 */
export async function findOwnHold(slug: string, { viewer, token }: Asker): Promise<HoldState | null> {
  const [row] = await db().$queryRaw<
    {
      id: string;
      status: PostStatus;
      heldUntil: Date | null;
      orderId: string | null;
      orderStatus: OwnHold['status'];
      amount: bigint;
      currency: string;
    }[]
  >`
    SELECT posts.id, posts.status, posts.held_until AS "heldUntil",
      own.id AS "orderId", own.status AS "orderStatus", own.amount, own.currency
    FROM posts LEFT JOIN orders own ON own.post_id = posts.id AND (own.status IN ('HELD', 'PROCESSING') OR own.status = 'PAID' AND posts.status = 'SOLD')
      AND (own.buyer_token = ${token} OR own.buyer_id = ${viewer?.id ?? null}::uuid)
    WHERE slug = ${slug} AND (hidden_at IS NULL OR own.id IS NOT NULL) AND listed_at IS NOT NULL
    ORDER BY own.created_at DESC LIMIT 1`;
  if (!row) return null;
  const { id, status, heldUntil, orderId, orderStatus } = row;
  const own = orderId === null ? null : { orderId, status: orderStatus, charged: moneyOf(row) };
  return { id, status, heldUntil: heldUntil?.toISOString() ?? null, own };
}

/** Whether a browser's token belongs to an order in progress. */
export async function hasOpenOrder(token: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM orders WHERE status IN ('HELD', 'PROCESSING') AND buyer_token = ${token}) AS found`;
  return row?.found ?? false;
}
