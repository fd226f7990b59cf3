import { db } from '#lib/db.ts';

const KEPT_DAYS = 90;
/** How far back it looks, so that what it has done already costs nothing. */
const WINDOW_DAYS = 60;

/** Removes the text of old events, which has names and addresses in it; what became of them stays. */
export async function deleteOldPayloads(): Promise<number> {
  return db().$executeRaw`
    UPDATE stripe_events SET payload = NULL
    WHERE payload IS NOT NULL AND received_at < now() - make_interval(days => ${KEPT_DAYS})
      AND received_at > now() - make_interval(days => ${KEPT_DAYS + WINDOW_DAYS})`;
}
