import type { AuditSubject } from '../audit.ts';
import type { EndpointScope } from './endpoint.ts';

/** An endpoint in the audit log: by its host, because the rest of the URL may be a secret of its own. */
export const endpointSubject = ({ id, url }: { id: string; url: string }): AuditSubject => ({
  kind: 'endpoint',
  id,
  name: new URL(url).host,
});

/** The page of the endpoints. */
export const endpointsPath = (scope: EndpointScope): string =>
  scope === 'shop' ? '/admin/webhooks' : '/dashboard/settings/webhooks';

export const endpointPath = (scope: EndpointScope, id: string): string => `${endpointsPath(scope)}/${id}`;

export const endpointSecretPath = (scope: EndpointScope, id: string): string => `${endpointPath(scope, id)}/secret`;
