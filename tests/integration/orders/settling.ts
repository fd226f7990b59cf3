import { db } from '#lib/db.ts';
import { type Settlement, settleEvent } from '#lib/orders/settle-event.ts';
import { type EventJson, readEvent } from '../../support/stripe-events.ts';

/** Settles an event as the worker would after reading it from the stream. */
export const settle = (event: EventJson): Promise<Settlement> => settleEvent(readEvent(event));

/** What is to be told about an order, sorted. */
export async function messageKinds({ orderId }: { orderId: string }): Promise<string[]> {
  return (await db().message.findMany({ where: { orderId } })).map(({ kind }) => kind).sort();
}
