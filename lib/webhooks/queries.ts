import { db, Prisma } from '#lib/db.ts';
import { type KeysetCursor, type KeysetPage, keysetPage } from '#lib/domain/keyset-page.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import {
  type DeliveryDto,
  type DeliveryStatus,
  type EndpointDto,
  type EndpointScope,
  messageBody,
  type SwitchedOffBecause,
} from '#lib/domain/webhooks/endpoint.ts';
import { isWebhookEvent } from '#lib/domain/webhooks/webhook-events.ts';
import { ownerIdOf } from './owner.ts';

const endpointColumns = {
  id: true,
  url: true,
  events: true,
  createdAt: true,
  switchedOffAt: true,
  switchedOffBecause: true,
  failingSince: true,
  previousSecretUntil: true,
} as const satisfies Prisma.WebhookEndpointSelect;

type EndpointRow = Prisma.WebhookEndpointGetPayload<{ select: typeof endpointColumns }>;

function toEndpoint(row: EndpointRow): EndpointDto {
  const { id, url, switchedOffAt, switchedOffBecause, failingSince, previousSecretUntil } = row;
  const isPreviousValid = previousSecretUntil !== null && previousSecretUntil.getTime() > Date.now();
  return {
    ...{ id, url, createdAt: row.createdAt.toISOString() },
    events: row.events.filter(isWebhookEvent),
    switchedOff: switchedOffAt && {
      at: switchedOffAt.toISOString(),
      because: switchedOffBecause as SwitchedOffBecause,
    },
    failingSince: failingSince?.toISOString() ?? null,
    previousSecretUntil: isPreviousValid ? previousSecretUntil.toISOString() : null,
  };
}

/** All of them, oldest first. @throws {ExpectedError} not-found, admin-needs-factor (the shop's) */
export async function listEndpoints(viewer: Viewer, scope: EndpointScope): Promise<EndpointDto[]> {
  const rows = await db().webhookEndpoint.findMany({
    where: { userId: ownerIdOf(viewer, scope) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: endpointColumns,
  });
  return rows.map(toEndpoint);
}

/** One of them, or null. @throws {ExpectedError} as `listEndpoints` */
export async function getEndpoint(viewer: Viewer, scope: EndpointScope, id: string): Promise<EndpointDto | null> {
  const where = { id, userId: ownerIdOf(viewer, scope) };
  const row = await db().webhookEndpoint.findFirst({ where, select: endpointColumns });
  return row && toEndpoint(row);
}

const DELIVERIES_PAGE_SIZE = 25;

const deliveryColumns = {
  id: true,
  status: true,
  isReplay: true,
  attempts: true,
  dueAt: true,
  attemptedAt: true,
  responseStatus: true,
  lastError: true,
  durationMs: true,
  createdAt: true,
  message: { select: { id: true, type: true, data: true, createdAt: true } },
} as const satisfies Prisma.WebhookDeliverySelect;

type DeliveryRow = Prisma.WebhookDeliveryGetPayload<{ select: typeof deliveryColumns }>;

function toDelivery({ message, lastError, ...row }: DeliveryRow): DeliveryDto {
  return {
    id: row.id,
    messageId: message.id,
    type: message.type,
    status: row.status as DeliveryStatus,
    isReplay: row.isReplay,
    attempts: row.attempts,
    dueAt: row.status === 'pending' ? row.dueAt.toISOString() : null,
    attemptedAt: row.attemptedAt?.toISOString() ?? null,
    responseStatus: row.responseStatus,
    error: lastError,
    durationMs: row.durationMs,
    createdAt: row.createdAt.toISOString(),
    payload: messageBody(message),
  };
}

/**
 * The log of an endpoint: its deliveries of the last 30 days, newest first.
 * @throws {ExpectedError} as `listEndpoints`
 */
export async function listDeliveries(
  viewer: Viewer,
  scope: EndpointScope,
  endpointId: string,
  cursor: KeysetCursor | null,
): Promise<KeysetPage<DeliveryDto>> {
  const userId = ownerIdOf(viewer, scope);
  const keys = await db().$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT id, created_at AS "createdAt" FROM webhook_deliveries
    WHERE endpoint_id = ${endpointId}::uuid AND created_at > ${keptSince(KEPT_SECONDS.webhook)}
      AND EXISTS (SELECT FROM webhook_endpoints endpoint
        WHERE endpoint.id = ${endpointId}::uuid AND endpoint.user_id IS NOT DISTINCT FROM ${userId}::uuid)
      ${after(cursor)} LIMIT ${DELIVERIES_PAGE_SIZE + 1}`;
  const page = keysetPage(keys, cursor, DELIVERIES_PAGE_SIZE);
  const ids = page.rows.map(({ id }) => id);
  const rows = await db().webhookDelivery.findMany({ where: { id: { in: ids } }, select: deliveryColumns });
  const byId = new Map(rows.map((row) => [row.id, toDelivery(row)]));
  return { ...page, rows: ids.flatMap((id) => byId.get(id) ?? []) };
}

function after(cursor: KeysetCursor | null): Prisma.Sql {
  if (!cursor) return Prisma.sql`ORDER BY created_at DESC, id DESC`;
  const row = Prisma.sql`(${cursor.at}, ${cursor.id}::uuid)`;
  return cursor.direction === 'older'
    ? Prisma.sql`AND (created_at, id) < ${row} ORDER BY created_at DESC, id DESC`
    : Prisma.sql`AND (created_at, id) > ${row} ORDER BY created_at, id`;
}
