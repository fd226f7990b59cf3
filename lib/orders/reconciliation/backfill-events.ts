import { db } from '#lib/db.ts';
import { isDatabaseAvailable } from '#lib/health/check-health.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { type ListedEvent, listEvents } from '#lib/payments/list-events.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';
import { processEvent } from '../settlement/process-event.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { recordFailedEvent } from '../webhook-log/record-failed-event.ts';
import { runSinceMark } from './run-since-mark.ts';

/** How far the first run goes back. */
const FIRST_RUN_DAYS = 3;
const UNDELIVERED_DAYS = 3;
/** Newer events are left to their webhook. */
const MIN_AGE_SECONDS = 15;

/**
 * Lists Stripe's events and processes those that never arrived: lost webhooks, events that Redis lost after the
 * webhook's 200, and events that Stripe could not deliver for days.
 * @returns the orders that changed.
 */
export function backfillEvents(): Promise<SaleChange[]> {
  return runSinceMark('events', FIRST_RUN_DAYS, async (since, changes) => {
    for await (const page of listEvents({ since })) await backfillPage(page, changes);
    const undeliveredSince = Math.floor(Date.now() / 1000) - UNDELIVERED_DAYS * 24 * 60 * 60;
    for await (const page of listEvents({ since: undeliveredSince, undelivered: true })) {
      await backfillPage(page, changes);
    }
  });
}

async function backfillPage(page: ListedEvent[], changes: SaleChange[]): Promise<void> {
  const now = Date.now() / 1000;
  const rows = await db().stripeEvent.findMany({
    where: { id: { in: page.map(({ id }) => id) } },
    select: { id: true },
  });
  const known = new Set(rows.map(({ id }) => id));
  const missed = page.filter(({ id, created }) => !known.has(id) && Math.abs(now - created) >= MIN_AGE_SECONDS);
  for (const event of missed.reverse()) {
    const change = await processMissedEvent(event);
    if (change) changes.push(change);
  }
}

async function processMissedEvent(missed: ListedEvent): Promise<SaleChange | null> {
  try {
    const { event, payload } = parseStripeEvent(missed.body);
    const { outcome, detail, change } = await processEvent(event, payload);
    logger().info({ event: event.id, type: event.type, outcome, detail }, 'missed Stripe event');
    return change;
  } catch (error) {
    if (!(await isDatabaseAvailable())) throw error;
    logFailure('a missed event could not be processed', error, { event: missed.id });
    await recordFailedEvent(missed, error instanceof Error ? error.message : String(error));
    return null;
  }
}
