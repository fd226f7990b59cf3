import { afterEach } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { WEBHOOK_EVENT_NAMES, type WebhookEvent } from '#lib/domain/webhooks/webhook-events.ts';
import { lockSale, transitionOrder } from '#lib/orders/settlement/transition-order.ts';
import { createEndpoint } from '#lib/webhooks/create-endpoint.ts';
import { WebhookDeliverer } from '#lib/webhooks/deliver-webhooks.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';
import { type Receiver, startReceiver } from '../../support/webhooks/start-receiver.ts';

/** Starts receivers, which end with the test. */
export function receivers(): () => Promise<Receiver> {
  const started: Receiver[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.close()));
  });
  return async () => {
    const one = await startReceiver();
    started.push(one);
    return one;
  };
}

export const never = new AbortController().signal;

/** An endpoint, with all events unless it says otherwise. */
export const addEndpoint = (
  viewer: Viewer,
  url: string,
  { scope = 'own', events = WEBHOOK_EVENT_NAMES }: { scope?: EndpointScope; events?: WebhookEvent[] } = {},
) => createEndpoint(viewer, scope, { url, events });

/** A work of this artist, or of another one, with an order that waits for its payment. */
export async function makeSale(artist?: Viewer) {
  const post = await makePost({ artistId: (artist ?? (await makeUser())).id });
  return { post, ...(await makeHeldOrder({ post, buyerName: 'Ada Lovelace', buyerCountry: 'GB' })) };
}

export const pay = (orderId: string) => db().$transaction((tx) => payIn(tx, orderId));

export async function payIn(tx: Parameters<typeof lockSale>[0], orderId: string): Promise<void> {
  const sale = await lockSale(tx, orderId);
  if (!sale || !(await transitionOrder(tx, sale, 'paid'))) throw new Error('the order was not paid');
}

/** Attempts what is due until nothing is, as a worker does. @returns how many attempts */
export async function deliverAll(): Promise<number> {
  const deliverer = new WebhookDeliverer();
  let total = 0;
  for (;;) {
    const started = await deliverer.start();
    if (started === 0) return total;
    total += started;
    await deliverer.end(20_000);
  }
}

export const messages = (postId: string) =>
  db().webhookMessage.findMany({ where: { postId }, orderBy: { number: 'asc' } });
export const deliveries = (endpointId: string) =>
  db().webhookDelivery.findMany({ where: { endpointId }, orderBy: { number: 'asc' } });
/** Makes what is pending due now. */
export const makeDue = (endpointId: string) =>
  db().webhookDelivery.updateMany({ where: { endpointId, status: 'pending' }, data: { dueAt: new Date() } });
