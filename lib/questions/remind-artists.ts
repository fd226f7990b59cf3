import { db } from '#lib/db.ts';
import { REMIND_AFTER_DAYS } from '#lib/domain/questions/question-limits.ts';
import type { ThreadMailKind } from '#lib/domain/questions/question-mail.ts';
import { ASKER_IS_THERE } from './thread-ref.ts';

const REMINDER: ThreadMailKind = 'thread-reminder';
const BATCH = 100;

/**
 * Queues a mail to each artist who has not answered a question for three days. The thread is marked in the statement that
 * queues it, so no worker, killed or not, reminds of it twice; the next question after an answer counts by itself.
 * @returns how many
 */
export async function remindArtists(): Promise<number> {
  return db().$executeRaw`
    WITH due AS (
      SELECT threads.id, email FROM threads JOIN users ON users.id = artist_id
      WHERE awaits_since < now() - make_interval(days => ${REMIND_AFTER_DAYS}::int) AND reminded_at IS NULL
        AND blocked_by_artist_at IS NULL AND blocked_by_asker_at IS NULL AND suspended_at IS NULL AND closing_at IS NULL
        AND ${ASKER_IS_THERE}
      ORDER BY awaits_since LIMIT ${BATCH} FOR UPDATE OF threads SKIP LOCKED),
    marked AS (UPDATE threads SET reminded_at = now() FROM due WHERE threads.id = due.id)
    INSERT INTO messages (id, thread_id, kind, recipient)
    SELECT gen_random_uuid(), id, ${REMINDER}, email FROM due`;
}
