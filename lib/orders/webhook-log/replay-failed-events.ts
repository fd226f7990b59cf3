import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { iterateDeadLetters } from '#lib/payments/dead-letters.ts';
import { deleteDeadLetters, isDone, type ReplayedEvent, replayEvent, replayFrom } from './replay-event.ts';

/**
 * Replays each failed event once, oldest first; discarded events stay discarded.
 * @throws {ExpectedError} not-found for viewers who are not admins
 * @throws if the database is unavailable; events replayed before that stay replayed.
 */
export async function* replayFailedEvents(
  actor: Viewer | 'terminal',
): AsyncGenerator<{ eventId: string; replayed: ReplayedEvent }> {
  assertAdmin(actor);
  const letters = await lettersByEvent();
  const replayedIds = new Set<string>();
  for await (const eventId of failedEventIds()) {
    const replayed = await replayFrom(actor, eventId, null);
    if (isDone(replayed)) await deleteDeadLetters(letters.get(eventId) ?? []);
    replayedIds.add(eventId);
    yield { eventId, replayed };
  }
  for (const eventId of await notFailed([...letters.keys()].filter((id) => !replayedIds.has(id)))) {
    yield { eventId, replayed: await replayEvent(actor, eventId) };
  }
}

/** The ids of the dead letters of each event; none if Redis is unavailable, since the database has the payloads. */
async function lettersByEvent(): Promise<Map<string, string[]>> {
  const letters = new Map<string, string[]>();
  try {
    for await (const { eventId, letterId } of iterateDeadLetters()) {
      letters.set(eventId, [...(letters.get(eventId) ?? []), letterId]);
    }
  } catch {
    letters.clear();
  }
  return letters;
}

/** One at a time, so that an event discarded in the meantime is not replayed. */
async function* failedEventIds(): AsyncGenerator<string> {
  let after = { at: new Date(0), id: '' };
  for (;;) {
    const [next] = await db().$queryRaw<{ id: string; at: Date }[]>`
      SELECT id, received_at AS at FROM stripe_events
      WHERE outcome = 'failed' AND (received_at, id) > (${after.at}, ${after.id})
      ORDER BY received_at, id LIMIT 1`;
    if (!next) return;
    yield next.id;
    after = next;
  }
}

/**
 * Those without a row: the database was unavailable when their dead letters were added, or the letters are not signed.
 * And those that were applied meanwhile, whose letters are left over.
 */
async function notFailed(eventIds: string[]): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT wanted.id FROM unnest(${eventIds}::text[]) AS wanted(id)
    WHERE NOT EXISTS (SELECT FROM stripe_events WHERE stripe_events.id = wanted.id AND outcome <> 'applied')`;
  return rows.map(({ id }) => id);
}
