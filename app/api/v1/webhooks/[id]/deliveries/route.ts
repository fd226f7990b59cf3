import { apiRoute } from '#lib/api/answer.ts';
import { keysetLinks } from '#lib/api/keyset-links.ts';
import { readCursor } from '#lib/api/read-cursor.ts';
import { requireEndpoint } from '#lib/api/webhook-resources.ts';
import * as operations from '#lib/schemas/api/webhooks.ts';
import { listDeliveries } from '#lib/webhooks/queries.ts';

export const GET = apiRoute(operations.listWebhookDeliveries, async ({ caller: { viewer }, params: { id }, query }) => {
  await requireEndpoint(viewer, id);
  const page = await listDeliveries(viewer, 'own', id, readCursor(query));
  const headers = keysetLinks(`/api/v1/webhooks/${id}/deliveries`, page);
  return { status: 200, body: { deliveries: page.rows }, headers };
});
