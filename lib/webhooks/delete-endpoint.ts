import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointSubject } from '#lib/domain/webhooks/endpoint-names.ts';
import { giveUpPending } from './give-up-pending.ts';
import { ownerIdOf } from './owner.ts';

/**
 * Deletes an endpoint. Nobody sees its log any more, which the worker deletes with the messages. An attempt that is running may
 * still arrive.
 * @throws {ExpectedError} not-found, admin-needs-factor (the shop's)
 */
export async function deleteEndpoint(viewer: Viewer, scope: EndpointScope, id: string): Promise<void> {
  const userId = ownerIdOf(viewer, scope);
  await db().$transaction(async (tx) => {
    const [deleted] = await tx.$queryRaw<{ id: string; url: string }[]>`
      DELETE FROM webhook_endpoints WHERE id = ${id}::uuid AND user_id IS NOT DISTINCT FROM ${userId}::uuid
      RETURNING id, url`;
    if (!deleted) throw new ExpectedError('not-found');
    await giveUpPending(tx, id);
    await recordAudit({ actor: viewer, action: 'webhook-deleted', subject: endpointSubject(deleted) }, tx);
  });
}
