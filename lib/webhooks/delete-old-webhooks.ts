import { db } from '#lib/db.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';

const BATCH = 2_000;

/** Deletes messages whose time is over, with their deliveries. @returns how many messages */
export async function deleteOldWebhooks(stop: AbortSignal): Promise<number> {
  let total = 0;
  while (!stop.aborted) {
    const count = await db().$executeRaw`
      DELETE FROM webhook_messages WHERE id IN (
        SELECT id FROM webhook_messages
        WHERE created_at < now() - make_interval(secs => ${KEPT_SECONDS.webhook}::int)
        ORDER BY created_at LIMIT ${BATCH})`;
    total += count;
    if (count < BATCH) break;
  }
  return total;
}
