import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal, type Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';

/**
 * The account whose endpoints a command is about, for its `where`: null for the shop's.
 * @throws {ExpectedError} not-found, admin-needs-factor for the shop's, unless the viewer is an admin with a second factor
 */
export function ownerIdOf(viewer: Viewer, scope: EndpointScope): string | null {
  if (scope === 'own') return viewer.id;
  const refusal = adminRefusal(viewer);
  if (refusal) throw new ExpectedError(refusal);
  return null;
}
