import { apiRoute } from '#lib/api/answer.ts';
import { validate } from '#lib/api/read-request.ts';
import { endpointResource, requireEndpoint } from '#lib/api/webhook-resources.ts';
import * as operations from '#lib/schemas/api/webhooks.ts';
import { endpointSchema } from '#lib/schemas/webhooks.ts';
import { createEndpoint } from '#lib/webhooks/create-endpoint.ts';
import { listEndpoints } from '#lib/webhooks/queries.ts';

export const GET = apiRoute(operations.listWebhookEndpoints, async ({ caller: { viewer } }) => ({
  status: 200,
  body: { endpoints: (await listEndpoints(viewer, 'own')).map(endpointResource) },
}));

export const POST = apiRoute(operations.createWebhookEndpoint, async ({ caller: { viewer }, body }) => {
  const { id, secret } = await createEndpoint(viewer, 'own', validate(endpointSchema, body));
  return {
    status: 201,
    body: { ...endpointResource(await requireEndpoint(viewer, id)), secret },
    headers: { location: `/api/v1/webhooks/${id}`, 'cache-control': 'no-store' },
  };
});
