import { apiRoute } from '#lib/api/answer.ts';
import { validate } from '#lib/api/read-request.ts';
import { endpointResource, requireEndpoint } from '#lib/api/webhook-resources.ts';
import * as operations from '#lib/schemas/api/webhooks.ts';
import { endpointSchema } from '#lib/schemas/webhooks.ts';
import { deleteEndpoint } from '#lib/webhooks/delete-endpoint.ts';
import { switchOffEndpoint, switchOnEndpoint } from '#lib/webhooks/switch-endpoint.ts';
import { updateEndpoint } from '#lib/webhooks/update-endpoint.ts';

export const GET = apiRoute(operations.getWebhookEndpoint, async ({ caller: { viewer }, params: { id } }) => ({
  status: 200,
  body: endpointResource(await requireEndpoint(viewer, id)),
}));

export const PATCH = apiRoute(
  operations.changeWebhookEndpoint,
  async ({ caller: { viewer }, params: { id }, body }) => {
    const { isOn, ...fields } = body;
    const stored = endpointResource(await requireEndpoint(viewer, id));
    if (Object.keys(fields).length > 0)
      await updateEndpoint(viewer, 'own', id, validate(endpointSchema, { ...stored, ...fields }));
    if (isOn !== undefined && isOn !== stored.isOn)
      await (isOn ? switchOnEndpoint : switchOffEndpoint)(viewer, 'own', id);
    return { status: 200, body: endpointResource(await requireEndpoint(viewer, id)) };
  },
);

export const DELETE = apiRoute(operations.deleteWebhookEndpoint, async ({ caller: { viewer }, params: { id } }) => {
  await deleteEndpoint(viewer, 'own', id);
  return { status: 204 };
});
