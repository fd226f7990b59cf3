import { type Db, Prisma } from '#lib/db.ts';
import type { WebhookEvent } from '#lib/domain/webhooks/webhook-events.ts';
import { isAnyListening } from './listening.ts';
import { type WebhookSubject, writeWebhooks } from './write-webhooks.ts';

/**
 * Tells endpoints about a change, in its transaction and with its works locked. Where none listens, nothing is written.
 * @param events in the order in which they are told
 */
export async function queueWebhooks(tx: Db, events: readonly WebhookEvent[], subject: WebhookSubject): Promise<void> {
  if (subject.postIds.length === 0) return;
  const [row] = await tx.$queryRaw<{ isAny: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM posts
      WHERE id = ANY(${subject.postIds}::uuid[]) AND ${isAnyListening(events, Prisma.sql`posts.artist_id`)}
    ) AS "isAny"`;
  if (row?.isAny) await writeWebhooks(tx, events, subject);
}
