import { db } from '#lib/db.ts';
import { everyDeadLetter } from '#lib/payments/dead-letters.ts';
import { deleteDeadLetters, isDone, type Replayed, replayEvent, replayFrom } from './replay-event.ts';

/**
 * Replays every event that failed, the oldest first, each once; those that were discarded stay so.
 * @throws when the database is away; what was replayed before stays so.
 */
export async function* replayFailedEvents(): AsyncGenerator<{ eventId: string; replayed: Replayed }> {
  const letters = await lettersByEvent();
  for await (const eventId of failedEventIds()) {
    const replayed = await replayFrom(eventId, null);
    if (isDone(replayed)) await deleteDeadLetters(letters.get(eventId) ?? []);
    yield { eventId, replayed };
  }
  // Put aside, but not noted: the database was away at that moment.
  for (const eventId of await withoutRow([...letters.keys()])) {
    yield { eventId, replayed: await replayEvent(eventId) };
  }
}

/** Only the ids: the texts stand in the database. With Redis away there are none, and the database is enough. */
async function lettersByEvent(): Promise<Map<string, string[]>> {
  const letters = new Map<string, string[]>();
  try {
    for await (const { eventId, letterId } of everyDeadLetter()) {
      letters.set(eventId, [...(letters.get(eventId) ?? []), letterId]);
    }
  } catch {
    letters.clear();
  }
  return letters;
}

/** One at a time, so that none is replayed that somebody has discarded meanwhile. */
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

async function withoutRow(eventIds: string[]): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT wanted.id FROM unnest(${eventIds}::text[]) AS wanted(id)
    WHERE NOT EXISTS (SELECT FROM stripe_events WHERE stripe_events.id = wanted.id)`;
  return rows.map(({ id }) => id);
}
