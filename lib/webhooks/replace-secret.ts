import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointSubject } from '#lib/domain/webhooks/endpoint-names.ts';
import { PREVIOUS_SECRET_SECONDS } from '#lib/domain/webhooks/retry-schedule.ts';
import { newSecret } from './endpoint-secret.ts';
import { ownerIdOf } from './owner.ts';

/**
 * Gives an endpoint another signing secret. For 24 hours the one from before signs as well, so that the program can follow at
 * any time in them. Replaced twice, only the last two count.
 * @returns the new one, `whsec_…`.
 * @throws {ExpectedError} not-found, admin-needs-factor (the shop's)
 */
export async function replaceSecret(viewer: Viewer, scope: EndpointScope, id: string): Promise<string> {
  const userId = ownerIdOf(viewer, scope);
  const secret = newSecret(id);
  await db().$transaction(async (tx) => {
    const [changed] = await tx.$queryRaw<{ id: string; url: string }[]>`
      UPDATE webhook_endpoints SET previous_secret = secret, secret = ${secret.sealed},
        previous_secret_until = now() + make_interval(secs => ${PREVIOUS_SECRET_SECONDS}::int)
      WHERE id = ${id}::uuid AND user_id IS NOT DISTINCT FROM ${userId}::uuid
      RETURNING id, url`;
    if (!changed) throw new ExpectedError('not-found');
    await recordAudit({ actor: viewer, action: 'webhook-secret-replaced', subject: endpointSubject(changed) }, tx);
  });
  return secret.text;
}
