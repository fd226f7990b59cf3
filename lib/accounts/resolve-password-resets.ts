import { db } from '#lib/db.ts';

/** Mails an hour to one account: more would only fill its inbox. */
const MAX_AN_HOUR = 5;

/**
 * Queues a mail for each lost password whose account there is, and forgets what was typed. Of several accounts with the
 * same address the proven one gets it, else the newest. Workers may call it concurrently.
 * @returns how many requests there were.
 */
export async function resolvePasswordResets(): Promise<number> {
  const [result] = await db().$queryRaw<{ requests: number }[]>`
    WITH requests AS (
      DELETE FROM password_reset_requests
      WHERE id IN (SELECT id FROM password_reset_requests LIMIT 50 FOR UPDATE SKIP LOCKED)
      RETURNING name
    ), accounts AS (
      SELECT DISTINCT account.id, account.email FROM requests, LATERAL (
        SELECT id, email FROM users
        WHERE (email = name OR username = name) AND suspended_at IS NULL
        ORDER BY email_proven_at IS NULL, created_at DESC, id LIMIT 1
      ) account
    ), queued AS (
      INSERT INTO messages (id, user_id, kind, recipient)
      SELECT gen_random_uuid(), id, 'reset-password', email FROM accounts
      WHERE NOT EXISTS (
        SELECT FROM messages WHERE user_id = accounts.id AND kind = 'reset-password' AND sent_at IS NULL
      ) AND (
        SELECT count(*) FROM messages
        WHERE user_id = accounts.id AND kind = 'reset-password' AND created_at > now() - interval '1 hour'
      ) < ${MAX_AN_HOUR}
    )
    SELECT count(*)::int AS requests FROM requests`;
  return result?.requests ?? 0;
}
