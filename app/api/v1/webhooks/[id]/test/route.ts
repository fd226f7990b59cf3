import { apiRoute } from '#lib/api/answer.ts';
import { endpointResource, requireEndpoint } from '#lib/api/webhook-resources.ts';
import * as operations from '#lib/schemas/api/webhooks.ts';
import { sendTestEvent } from '#lib/webhooks/send-test-event.ts';

export const POST = apiRoute(operations.testWebhookEndpoint, async ({ caller: { viewer }, params: { id } }) => {
  await sendTestEvent(viewer, 'own', id);
  return { status: 202, body: endpointResource(await requireEndpoint(viewer, id)) };
});
