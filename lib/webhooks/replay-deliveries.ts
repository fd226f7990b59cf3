import { db, Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { ownerIdOf } from './owner.ts';

/**
 * Sends a message to an endpoint once more, with its `webhook-id`, whether it had arrived or not. One that is pending is
 * attempted now.
 * @throws {ExpectedError} not-found, endpoint-off, admin-needs-factor (the shop's)
 */
export async function replayDelivery(
  viewer: Viewer,
  scope: EndpointScope,
  id: string,
  deliveryId: string,
): Promise<void> {
  const userId = ownerIdOf(viewer, scope);
  await requireOn(id, userId);
  const which = Prisma.sql`delivery.id = ${deliveryId}::uuid`;
  if ((await replay(id, userId, which)) === 0) {
    const where = { id: deliveryId, endpointId: id };
    // A worker has it just now, or somebody else was faster.
    if ((await db().webhookDelivery.count({ where })) === 0) throw new ExpectedError('not-found');
  }
}

/**
 * The same for everything that was given up.
 * @returns how many
 * @throws {ExpectedError} as `replayDelivery`
 */
export async function replayFailedDeliveries(viewer: Viewer, scope: EndpointScope, id: string): Promise<number> {
  const userId = ownerIdOf(viewer, scope);
  await requireOn(id, userId);
  return replay(id, userId, Prisma.sql`delivery.status = 'failed'`);
}

/** @returns how many; none that a worker has leased. */
function replay(endpointId: string, userId: string | null, which: Prisma.Sql): Promise<number> {
  return db().$executeRaw`
    UPDATE webhook_deliveries delivery SET status = 'pending', due_at = now(),
      is_replay = is_replay OR delivery.status <> 'pending',
      attempts = CASE WHEN delivery.status = 'pending' THEN attempts ELSE 0 END
    FROM webhook_endpoints endpoint
    WHERE endpoint.id = delivery.endpoint_id AND endpoint.id = ${endpointId}::uuid
      AND endpoint.user_id IS NOT DISTINCT FROM ${userId}::uuid AND endpoint.switched_off_at IS NULL
      AND (delivery.lease IS NULL OR delivery.due_at < now()) AND ${which}`;
}

async function requireOn(id: string, userId: string | null): Promise<void> {
  const endpoint = await db().webhookEndpoint.findFirst({ where: { id, userId }, select: { switchedOffAt: true } });
  if (!endpoint) throw new ExpectedError('not-found');
  if (endpoint.switchedOffAt) throw new ExpectedError('endpoint-off');
}
