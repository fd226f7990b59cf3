'use server';

import { redirect } from 'next/navigation';
import { formOf, parseForm } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { announceSale } from '#lib/live/announce.ts';
import { discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { isDone, replayEvent } from '#lib/orders/webhook-log/replay-event.ts';
import { replayFailedEvents } from '#lib/orders/webhook-log/replay-failed-events.ts';
import { discardReasonSchema, replayEventSchema } from '#lib/schemas/webhook-log.ts';
import { requireActionAdmin } from '../require-action-admin.ts';

/** Few enough that the response does not take too long. */
const MAX_REPLAYED = 100;

/** The page of the event that the form is about; the list if it is about none. */
function eventUrl(form: FormData, result: Record<string, string>): string {
  const { data } = replayEventSchema.safeParse(Object.fromEntries(formOf(form)));
  return `/admin/events${data ? `/${data.eventId}` : ''}?${new URLSearchParams(result)}`;
}

/** “Replay” on an event's page. */
export async function replayEventAction(form: FormData): Promise<void> {
  let params: Record<string, string>;
  try {
    const { eventId } = parseForm(replayEventSchema, form);
    const { result, change } = await replayEvent(await requireActionAdmin(), eventId);
    await announceSale(change);
    params = { replay: result };
  } catch (error) {
    params = problemParams(error);
  }
  redirect(eventUrl(form, params));
}

/** “Discard” on an event's page. */
export async function discardEventAction(form: FormData): Promise<void> {
  let params: Record<string, string>;
  try {
    const { eventId } = parseForm(replayEventSchema, form);
    const why = discardReasonSchema.safeParse(formOf(form).get('why') ?? '');
    if (!why.success) throw new ExpectedError('reason-too-long');
    const viewer = await requireActionAdmin();
    const { result } = await discardEvent(viewer, eventId, { by: viewer.username, why: why.data });
    params = { discard: result };
  } catch (error) {
    params = problemParams(error);
  }
  // Of an unsigned dead letter nothing is left that could be shown.
  redirect(params.discard === 'removed' ? '/admin/events?removed=1' : eventUrl(form, params));
}

/** “Replay all failed events” above the list: up to a hundred of them, oldest first. */
export async function replayFailedAction(): Promise<void> {
  let [done, failed] = [0, 0];
  let problem: Record<string, string> = {};
  try {
    for await (const { replayed } of replayFailedEvents(await requireActionAdmin())) {
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
