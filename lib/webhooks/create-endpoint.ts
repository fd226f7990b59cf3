import { randomUUID } from 'node:crypto';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isOfLeavingAccount } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { type EndpointScope, MAX_ENDPOINTS } from '#lib/domain/webhooks/endpoint.ts';
import { endpointSubject } from '#lib/domain/webhooks/endpoint-names.ts';
import type { EndpointInput } from '#lib/schemas/webhooks.ts';
import { newSecret } from './endpoint-secret.ts';
import { ownerIdOf } from './owner.ts';
import { requireAllowedUrl } from './require-allowed-url.ts';

/**
 * Adds an endpoint: from now on it is told of the events that were chosen.
 * @returns its signing secret too, `whsec_…`.
 * @throws {ExpectedError} webhooks-need-proven-email, too-many-endpoints, account-closing, not-found and admin-needs-factor (the
 *   shop's), and as `resolveTarget`
 */
export async function createEndpoint(
  viewer: Viewer,
  scope: EndpointScope,
  input: EndpointInput,
): Promise<{ id: string; secret: string }> {
  const userId = ownerIdOf(viewer, scope);
  if (!viewer.isEmailProven) throw new ExpectedError('webhooks-need-proven-email');
  const url = await requireAllowedUrl(input.url);
  const id = randomUUID();
  const secret = newSecret(id);
  try {
    await db().$transaction(async (tx) => {
      // Two that are added at the same moment are counted one after the other.
      await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(${`endpoints of ${userId ?? 'the shop'}`}, 0))`;
      if ((await tx.webhookEndpoint.count({ where: { userId } })) >= MAX_ENDPOINTS) {
        throw new ExpectedError('too-many-endpoints');
      }
      await tx.webhookEndpoint.create({
        data: { id, userId, url, events: input.events, secret: secret.sealed },
        select: { id: true },
      });
      const details = { events: input.events.join(', ') };
      await recordAudit({ actor: viewer, action: 'webhook-added', subject: endpointSubject({ id, url }), details }, tx);
    });
  } catch (error) {
    if (isOfLeavingAccount(error)) throw new ExpectedError('account-closing');
    throw error;
  }
  return { id, secret: secret.text };
}
