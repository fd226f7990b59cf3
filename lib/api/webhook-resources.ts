import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointDto } from '#lib/domain/webhooks/endpoint.ts';
import { getEndpoint } from '#lib/webhooks/queries.ts';

/** What endpoints look like to programs: lib/schemas/api/webhooks.ts. */
export const endpointResource = (endpoint: EndpointDto) => ({ ...endpoint, isOn: endpoint.switchedOff === null });

/** One of the account's own. @throws {ExpectedError} not-found */
export async function requireEndpoint(viewer: Viewer, id: string): Promise<EndpointDto> {
  const endpoint = await getEndpoint(viewer, 'own', id);
  if (!endpoint) throw new ExpectedError('not-found');
  return endpoint;
}
