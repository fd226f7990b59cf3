import { apiRoute } from '#lib/api/answer.ts';
import { endpointResource, requireEndpoint } from '#lib/api/webhook-resources.ts';
import * as operations from '#lib/schemas/api/webhooks.ts';
import { replaceSecret } from '#lib/webhooks/replace-secret.ts';

export const POST = apiRoute(operations.replaceWebhookSecret, async ({ caller: { viewer }, params: { id } }) => {
  const secret = await replaceSecret(viewer, 'own', id);
  return {
    status: 201,
    body: { ...endpointResource(await requireEndpoint(viewer, id)), secret },
    headers: { 'cache-control': 'no-store' },
  };
});
