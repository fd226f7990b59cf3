import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { apiRoute } from '#lib/api/answer.ts';
import { nextLink } from '#lib/api/keyset-links.ts';
import { invalid } from '#lib/api/read-request.ts';
import { listReceivedEvents } from '#lib/orders/webhook-log/list-received-events.ts';
import * as operations from '#lib/schemas/api/admin.ts';
import { eventCursorSchema } from '#lib/schemas/webhook-log.ts';

export const GET = apiRoute(operations.listEvents, async ({ caller: { viewer }, query }) => {
  assertAdmin(viewer);
  const { outcome = null, before } = query;
  const cursor = before === undefined ? null : eventCursorSchema.safeParse(before).data;
  if (cursor === undefined) throw invalid([{ field: 'before', detail: 'This is not a cursor of this list.' }]);
  const { events, next } = await listReceivedEvents({ outcome, before: cursor });
  const shown = events.map(({ id, type, outcome: result, detail, receivedAt, order }) => ({
    ...{ id, type, outcome: result, detail, receivedAt, order },
  }));
  return {
    status: 200,
    body: { events: shown },
    headers: nextLink('/api/v1/admin/events', { ...query, before: next }),
  };
});
