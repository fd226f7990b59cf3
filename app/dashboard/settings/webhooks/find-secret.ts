import { notFound } from 'next/navigation';
import { z } from 'zod';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointSecretPath } from '#lib/domain/webhooks/endpoint-names.ts';
import { getEndpoint } from '#lib/webhooks/queries.ts';
import { type EndpointSecret, readSecret } from '#lib/webhooks/read-secret.ts';

/** For the page that shows it: not found for what is not the viewer's, then a recent proof of who is there. */
export async function findSecret(viewer: Viewer, scope: EndpointScope, id: string): Promise<EndpointSecret> {
  if (!z.uuid().safeParse(id).success || !(await getEndpoint(viewer, scope, id))) notFound();
  await requireRecentProof(endpointSecretPath(scope, id));
  return readSecret(viewer, scope, id);
}
