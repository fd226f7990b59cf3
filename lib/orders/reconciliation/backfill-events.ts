import { db } from '#lib/db.ts';
import { databaseAnswers } from '#lib/health/check-health.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { type ListedEvent, listEvents } from '#lib/payments/list-events.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';
import { processEvent } from '../settlement/process-event.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { recordFailedEvent } from '../webhook-log/record-failed-event.ts';
import { sinceMark } from './reconciler-mark.ts';

const FIRST_DAYS = 3;
const UNDELIVERED_DAYS = 3;
/** Younger ones are on their way through the webhook, seconds. */
const FRESH = 15;

/**
 * Asks Stripe which events there were, and applies those that never came here: the webhook that was lost, the one
 * that Redis lost after our 200, and those that Stripe could not deliver for days.
 * @returns the orders that moved.
 */
export function backfillEvents(): Promise<SaleChange[]> {
  return sinceMark('events', FIRST_DAYS, async (since, moved) => {
    for await (const page of listEvents({ since })) await feed(page, moved);
    const days = Math.floor(Date.now() / 1000) - UNDELIVERED_DAYS * 24 * 60 * 60;
    for await (const page of listEvents({ since: days, undelivered: true })) await feed(page, moved);
  });
}

async function feed(page: ListedEvent[], moved: SaleChange[]): Promise<void> {
  const now = Date.now() / 1000;
  const known = await db().stripeEvent.findMany({
    where: { id: { in: page.map(({ id }) => id) } },
    select: { id: true },
  });
  const taken = new Set(known.map(({ id }) => id));
  const missed = page.filter(({ id, created }) => !taken.has(id) && Math.abs(now - created) >= FRESH);
  for (const event of missed.reverse()) {
    const change = await apply(event);
    if (change) moved.push(change);
  }
}

async function apply(missed: ListedEvent): Promise<SaleChange | null> {
  try {
    const { event, payload } = parseStripeEvent(missed.body);
    const { outcome, detail, change } = await processEvent(event, payload);
    logger().info({ event: event.id, type: event.type, outcome, detail }, 'a missed Stripe event');
    return change;
  } catch (error) {
    if (!(await databaseAnswers())) throw error;
    logFailure('a missed event could not be applied', error, { event: missed.id });
    await recordFailedEvent(missed, error instanceof Error ? error.message : String(error));
    return null;
  }
}
