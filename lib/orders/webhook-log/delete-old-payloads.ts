import { db } from '#lib/db.ts';

const RETENTION_DAYS = 90;
/** How far back beyond that it looks, so that rows already cleared cost nothing. */
const WINDOW_DAYS = 60;

/** Deletes the payloads of old events, which contain names and addresses; their outcomes stay. */
export async function deleteOldPayloads(): Promise<number> {
  return db().$executeRaw`
    UPDATE stripe_events SET payload = NULL
    WHERE payload IS NOT NULL AND received_at < now() - make_interval(days => ${RETENTION_DAYS})
      AND received_at > now() - make_interval(days => ${RETENTION_DAYS + WINDOW_DAYS})`;
}
