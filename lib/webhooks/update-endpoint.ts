import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointSubject } from '#lib/domain/webhooks/endpoint-names.ts';
import type { EndpointInput } from '#lib/schemas/webhooks.ts';
import { ownerIdOf } from './owner.ts';
import { requireAllowedUrl } from './require-allowed-url.ts';

/**
 * Changes where an endpoint is and what it is told. What is pending goes to the new URL.
 * @throws {ExpectedError} not-found, admin-needs-factor (the shop's), and as `resolveTarget`
 */
export async function updateEndpoint(
  viewer: Viewer,
  scope: EndpointScope,
  id: string,
  input: EndpointInput,
): Promise<void> {
  const where = { id, userId: ownerIdOf(viewer, scope) };
  const before = await db().webhookEndpoint.findFirst({ where, select: { url: true } });
  if (!before) throw new ExpectedError('not-found');
  const url = await requireAllowedUrl(input.url);
  await db().$transaction(async (tx) => {
    const { count } = await tx.webhookEndpoint.updateMany({ where, data: { url, events: input.events } });
    if (count === 0) throw new ExpectedError('not-found');
    const details = {
      events: input.events.join(', '),
      before: url === before.url ? null : endpointSubject({ id, url: before.url }).name,
    };
    await recordAudit({ actor: viewer, action: 'webhook-changed', subject: endpointSubject({ id, url }), details }, tx);
  });
}
