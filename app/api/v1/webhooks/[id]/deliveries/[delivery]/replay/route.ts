import { apiRoute } from '#lib/api/answer.ts';
import { endpointResource, requireEndpoint } from '#lib/api/webhook-resources.ts';
import * as operations from '#lib/schemas/api/webhooks.ts';
import { replayDelivery } from '#lib/webhooks/replay-deliveries.ts';

export const POST = apiRoute(
  operations.replayWebhookDelivery,
  async ({ caller: { viewer }, params: { id, delivery } }) => {
    await replayDelivery(viewer, 'own', id, delivery);
    return { status: 202, body: endpointResource(await requireEndpoint(viewer, id)) };
  },
);
