import { db } from '#lib/db.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';

/** How far back beyond that it looks, so that rows already cleared cost nothing. */
const WINDOW_SECONDS = 60 * 24 * 60 * 60;

/** Deletes the payloads of old events, which contain names and addresses; their outcomes stay. */
export async function deleteOldPayloads(): Promise<number> {
  return db().$executeRaw`
    UPDATE stripe_events SET payload = NULL
    WHERE payload IS NOT NULL AND received_at < now() - make_interval(secs => ${KEPT_SECONDS.eventPayload}::int)
      AND received_at > now() - make_interval(secs => ${KEPT_SECONDS.eventPayload + WINDOW_SECONDS}::int)`;
}
