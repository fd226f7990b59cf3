import { db } from '#lib/db.ts';
import { FAILING_SECONDS, retryAfterSeconds } from '#lib/domain/webhooks/retry-schedule.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import type { SendResult } from './send-webhook.ts';
import { switchOffByShop } from './switch-off-by-shop.ts';

const GONE = 410;

/**
 * Writes down how an attempt has ended, and when the next one is due. If another worker has the lease by now, because this
 * one has been away for long, its result is the one that counts.
 */
export async function recordAttempt(delivery: ClaimedDelivery, result: SendResult): Promise<void> {
  if (result.error === null) return recordSuccess(delivery, result);
  const { id, lease, attempts, endpointId } = delivery;
  const delay = retryAfterSeconds(attempts);
  await db().$transaction(async (tx) => {
    const recorded = await tx.$executeRaw`
      UPDATE webhook_deliveries SET lease = NULL, response_status = ${result.status}, last_error = ${result.error},
        duration_ms = ${result.durationMs},
        status = CASE WHEN ${delay === null} THEN 'failed' ELSE status END,
        due_at = now() + make_interval(secs => ${delay ?? 0}::float8)
      WHERE id = ${id}::uuid AND lease = ${lease}::uuid`;
    if (recorded === 0) return;
    const [endpoint] = await tx.$queryRaw<{ isFailingForLong: boolean }[]>`
      UPDATE webhook_endpoints SET failing_since = coalesce(failing_since, now()) WHERE id = ${endpointId}::uuid
      RETURNING failing_since <= now() - make_interval(secs => ${FAILING_SECONDS}::int) AS "isFailingForLong"`;
    if (result.status === GONE) await switchOffByShop(tx, endpointId, 'gone');
    else if (endpoint?.isFailingForLong) await switchOffByShop(tx, endpointId, 'failing');
  });
}

async function recordSuccess({ id, lease, endpointId }: ClaimedDelivery, result: SendResult): Promise<void> {
  await db().$executeRaw`
    WITH delivered AS (
      UPDATE webhook_deliveries SET status = 'delivered', lease = NULL, response_status = ${result.status},
        last_error = NULL, duration_ms = ${result.durationMs}
      WHERE id = ${id}::uuid AND lease = ${lease}::uuid
      RETURNING 1
    )
    UPDATE webhook_endpoints SET failing_since = NULL
    WHERE id = ${endpointId}::uuid AND failing_since IS NOT NULL AND EXISTS (SELECT FROM delivered)`;
}

/** Gives an attempt back that was interrupted: it is due again at once, and does not count. */
export async function returnAttempt({ id, lease }: ClaimedDelivery): Promise<void> {
  await db().$executeRaw`
    UPDATE webhook_deliveries SET lease = NULL, attempts = attempts - 1, due_at = now()
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid`;
}
