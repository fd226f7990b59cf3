import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { secretText } from './endpoint-secret.ts';
import { ownerIdOf } from './owner.ts';

export type EndpointSecret = {
  url: string;
  /** `whsec_…`; null if NEXTAUTH_SECRET was changed, so that it has to be replaced. */
  secret: string | null;
  /** Until when the one from before signs as well, ISO 8601; null if it does not. */
  previousUntil: string | null;
};

/**
 * The signing secret, for a page that has asked for a recent proof of who is there.
 * @throws {ExpectedError} not-found, admin-needs-factor (the shop's)
 */
export async function readSecret(viewer: Viewer, scope: EndpointScope, id: string): Promise<EndpointSecret> {
  const endpoint = await db().webhookEndpoint.findFirst({
    where: { id, userId: ownerIdOf(viewer, scope) },
    select: { url: true, secret: true, previousSecretUntil: true },
  });
  if (!endpoint) throw new ExpectedError('not-found');
  const { url, secret, previousSecretUntil } = endpoint;
  const isPreviousValid = previousSecretUntil !== null && previousSecretUntil.getTime() > Date.now();
  return {
    url,
    secret: secretText(id, secret),
    previousUntil: isPreviousValid ? previousSecretUntil.toISOString() : null,
  };
}
