import { Prisma } from '#lib/db.ts';
import type { WebhookEvent } from '#lib/domain/webhooks/webhook-events.ts';

/**
 * Whether an endpoint listens to one of these events about a work of this artist, as an expression of SQL. It is asked before
 * anything is written: planning that statement takes longer than this, and most changes are told to nobody.
 */
export function isAnyListening(events: readonly WebhookEvent[], artistId: Prisma.Sql): Prisma.Sql {
  if (events.length === 0) return Prisma.sql`false`;
  const isTold = Prisma.sql`switched_off_at IS NULL AND events && ${events}::text[]`;
  return Prisma.sql`EXISTS (
    SELECT FROM webhook_endpoints WHERE user_id IS NULL AND ${isTold}
    UNION ALL
    SELECT FROM webhook_endpoints WHERE user_id = ${artistId} AND ${isTold})`;
}
