import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { TEST_EVENT } from '#lib/domain/webhooks/webhook-events.ts';
import { ownerIdOf } from './owner.ts';

/** Of one endpoint. */
const MAX_TESTS_PER_HOUR = 20;

/**
 * Queues a test for one endpoint, whatever it has chosen. It is retried and logged as everything else.
 * @throws {ExpectedError} not-found, endpoint-off, too-many-tests, admin-needs-factor (the shop's)
 */
export async function sendTestEvent(viewer: Viewer, scope: EndpointScope, id: string): Promise<void> {
  const userId = ownerIdOf(viewer, scope);
  const lastHour = new Date(Date.now() - 60 * 60 * 1_000);
  const tests = { endpointId: id, postId: null, createdAt: { gt: lastHour } };
  if ((await db().webhookDelivery.count({ where: tests })) >= MAX_TESTS_PER_HOUR)
    throw new ExpectedError('too-many-tests');
  const queued = await db().$executeRaw`
    WITH endpoint AS (
      SELECT id, user_id, url FROM webhook_endpoints
      WHERE id = ${id}::uuid AND user_id IS NOT DISTINCT FROM ${userId}::uuid AND switched_off_at IS NULL
    ), message AS (
      INSERT INTO webhook_messages (type, artist_id, data)
      SELECT ${TEST_EVENT}, user_id, json_build_object('endpoint', json_build_object('id', id, 'url', url)) FROM endpoint
      RETURNING id, number
    )
    INSERT INTO webhook_deliveries (message_id, endpoint_id, number)
    SELECT message.id, endpoint.id, message.number FROM message CROSS JOIN endpoint`;
  if (queued > 0) return;
  const isThere = (await db().webhookEndpoint.count({ where: { id, userId } })) > 0;
  throw new ExpectedError(isThere ? 'endpoint-off' : 'not-found');
}
