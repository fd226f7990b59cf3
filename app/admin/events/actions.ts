'use server';

import { redirect } from 'next/navigation';
import { announceSale } from '#lib/live/announce.ts';
import { discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { isDone, replayEvent } from '#lib/orders/webhook-log/replay-event.ts';
import { replayFailedEvents } from '#lib/orders/webhook-log/replay-failed-events.ts';
import { discardEventSchema, replayEventSchema } from '#lib/schemas/webhook-log.ts';
import { problemParams } from '../problem.ts';
import { requireActionAdmin } from '../require-action-admin.ts';

/** Few enough that the response does not take too long. */
const MAX_REPLAYED = 100;

const eventUrl = (eventId: string, result: Record<string, string>) =>
  `/admin/events/${eventId}?${new URLSearchParams(result)}`;

/** “Replay” on an event's page. */
export async function replayEventAction(form: FormData): Promise<void> {
  const { eventId } = replayEventSchema.parse(Object.fromEntries(form));
  let params: Record<string, string>;
  try {
    await requireActionAdmin();
    const { result, change } = await replayEvent(eventId);
    await announceSale(change);
    params = { replay: result };
  } catch (error) {
    params = problemParams(error);
  }
  redirect(eventUrl(eventId, params));
}

/** “Discard” on an event's page. */
export async function discardEventAction(form: FormData): Promise<void> {
  const { eventId, why } = discardEventSchema.parse(Object.fromEntries(form));
  let params: Record<string, string>;
  try {
    const viewer = await requireActionAdmin();
    const { result } = await discardEvent(eventId, { by: viewer.username, why });
    params = { discard: result };
  } catch (error) {
    params = problemParams(error);
  }
  // Of an unsigned dead letter nothing is left that could be shown.
  redirect(params.discard === 'removed' ? '/admin/events?removed=1' : eventUrl(eventId, params));
}

/** “Replay all failed events” above the list: up to a hundred of them, oldest first. */
export async function replayFailedAction(): Promise<void> {
  let [done, failed] = [0, 0];
  let problem: Record<string, string> = {};
  try {
    await requireActionAdmin();
    for await (const { replayed } of replayFailedEvents()) {
      await announceSale(replayed.change);
      if (isDone(replayed)) done += 1;
      else failed += 1;
      if (done + failed === MAX_REPLAYED) break;
    }
  } catch (error) {
    problem = problemParams(error);
  }
  const result = { outcome: 'failed', done: String(done), again: String(failed), ...problem };
  redirect(`/admin/events?${new URLSearchParams(result)}`);
}
