'use server';

import { redirect } from 'next/navigation';
import { announceSale } from '#lib/live/announce.ts';
import { discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { isDone, replayEvent } from '#lib/orders/webhook-log/replay-event.ts';
import { replayFailedEvents } from '#lib/orders/webhook-log/replay-failed-events.ts';
import { discardEventSchema, replayEventSchema } from '#lib/schemas/webhook-log.ts';
import { problemOf } from '../problem.ts';
import { requireActionAdmin } from '../require-action-admin.ts';

/** So many at once, that the answer does not take longer than people wait. */
const REPLAYED_AT_ONCE = 100;

const eventPage = (eventId: string, said: Record<string, string>) =>
  `/admin/events/${eventId}?${new URLSearchParams(said)}`;

/** “Replay” on an event's page. */
export async function replayEventAction(form: FormData): Promise<void> {
  const { eventId } = replayEventSchema.parse(Object.fromEntries(form));
  let said: Record<string, string>;
  try {
    await requireActionAdmin();
    const { result, change } = await replayEvent(eventId);
    await announceSale(change);
    said = { replay: result };
  } catch (error) {
    said = problemOf(error);
  }
  redirect(eventPage(eventId, said));
}

/** “Discard” on an event's page. */
export async function discardEventAction(form: FormData): Promise<void> {
  const { eventId, why } = discardEventSchema.parse(Object.fromEntries(form));
  let said: Record<string, string>;
  try {
    const viewer = await requireActionAdmin();
    const { result } = await discardEvent(eventId, { by: viewer.username, why });
    said = { discard: result };
  } catch (error) {
    said = problemOf(error);
  }
  redirect(eventPage(eventId, said));
}

/** “Replay all that failed” above the list: a hundred, the oldest first. */
export async function replayFailedAction(): Promise<void> {
  let [done, failed] = [0, 0];
  let problem: Record<string, string> = {};
  try {
    await requireActionAdmin();
    for await (const { replayed } of replayFailedEvents()) {
      await announceSale(replayed.change);
      if (isDone(replayed)) done += 1;
      else failed += 1;
      if (done + failed === REPLAYED_AT_ONCE) break;
    }
  } catch (error) {
    problem = problemOf(error);
  }
  const said = { outcome: 'failed', done: String(done), again: String(failed), ...problem };
  redirect(`/admin/events?${new URLSearchParams(said)}`);
}
