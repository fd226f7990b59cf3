import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointSubject } from '#lib/domain/webhooks/endpoint-names.ts';
import { giveUpPending } from './give-up-pending.ts';
import { ownerIdOf } from './owner.ts';

type Switched = { id: string; url: string };

/**
 * Switches an endpoint off: it is told of nothing that happens meanwhile, and what was pending is given up. One that is off
 * stays so.
 * @throws {ExpectedError} not-found, admin-needs-factor (the shop's)
 */
export function switchOffEndpoint(viewer: Viewer, scope: EndpointScope, id: string): Promise<void> {
  return change(viewer, scope, id, 'webhook-switched-off', async (tx, userId) => {
    const switched = await tx.$queryRaw<Switched[]>`
      UPDATE webhook_endpoints SET switched_off_at = now(), switched_off_because = 'owner'
      WHERE id = ${id}::uuid AND user_id IS NOT DISTINCT FROM ${userId}::uuid AND switched_off_at IS NULL
      RETURNING id, url`;
    if (switched.length > 0) await giveUpPending(tx, id);
    return switched;
  });
}

/**
 * Switches an endpoint on again, also if the shop had switched it off.
 * @throws {ExpectedError} as `switchOffEndpoint`
 */
export function switchOnEndpoint(viewer: Viewer, scope: EndpointScope, id: string): Promise<void> {
  return change(
    viewer,
    scope,
    id,
    'webhook-switched-on',
    (tx, userId) => tx.$queryRaw<Switched[]>`
      UPDATE webhook_endpoints SET switched_off_at = NULL, switched_off_because = NULL, failing_since = NULL
      WHERE id = ${id}::uuid AND user_id IS NOT DISTINCT FROM ${userId}::uuid AND switched_off_at IS NOT NULL
      RETURNING id, url`,
  );
}

/** Switches and records, or finds the endpoint as it should be already. */
async function change(
  viewer: Viewer,
  scope: EndpointScope,
  id: string,
  action: 'webhook-switched-off' | 'webhook-switched-on',
  run: (tx: Db, userId: string | null) => Promise<Switched[]>,
): Promise<void> {
  const userId = ownerIdOf(viewer, scope);
  await db().$transaction(async (tx) => {
    const [switched] = await run(tx, userId);
    if (switched) return recordAudit({ actor: viewer, action, subject: endpointSubject(switched) }, tx);
    if ((await tx.webhookEndpoint.count({ where: { id, userId } })) === 0) throw new ExpectedError('not-found');
  });
}
