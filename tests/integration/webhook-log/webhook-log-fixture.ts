import { beforeEach } from 'vitest';
import { db } from '#lib/db.ts';
import { recordFailedEvent } from '#lib/orders/webhook-log/record-failed-event.ts';
import { signEntry } from '#lib/payments/entry-signature.ts';
import { DEAD_STREAM } from '#lib/payments/event-stream.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { type HeldOrder, makeHeldOrder } from '../../support/database/factories.ts';
import { type EventJson, sessionEvent } from '../../support/stripe/stripe-events.ts';

/** Empties the webhook log before each test of the file. */
export function resetWebhookLog(): void {
  beforeEach(async () => {
    await waitForRedis(5_000);
    await redis().flushdb();
    await db().stripeEvent.deleteMany();
  });
}

/** Adds a dead letter as the consumer writes it. @param signature replaces the shop's own. */
export async function addDeadLetter(
  { id, type }: { id: string; type: string },
  body: string,
  error = 'the disk was full',
  signature = signEntry({ id, type, body }),
): Promise<void> {
  const fields = { id, type, event: body, signature, entry: '1-1', error, reference: '0123abcd' };
  await redis().xadd(DEAD_STREAM, '*', ...Object.entries(fields).flat());
}

export type FailedPayment = { order: HeldOrder; event: EventJson };

/** A payment that could not be processed: recorded in the database, with a dead letter in Redis. */
export async function makeFailedPayment({ row = true, letter = true } = {}): Promise<FailedPayment> {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  const body = JSON.stringify(event);
  if (row) await recordFailedEvent({ id: event.id, type: event.type, body }, 'the disk was full');
  if (letter) await addDeadLetter(event, body);
  return { order, event };
}

export const rowOf = ({ id }: { id: string }) => db().stripeEvent.findUnique({ where: { id } });
export const deadLetterCount = () => redis().xlen(DEAD_STREAM);
