import { db } from '#lib/db.ts';
import type { AccountMailKind } from '#lib/domain/account-mail.ts';

/** Mails of one kind about accounts that one address gets in an hour. Anybody can type anybody's address. */
const MAX_AN_HOUR = 5;

/** Whether this address has got as many mails of this kind as it may; the next one waits. */
export async function isAtMailLimit(kind: AccountMailKind, recipient: string): Promise<boolean> {
  const [sent] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM messages
    WHERE user_id IS NOT NULL AND lower(recipient) = lower(${recipient}) AND kind = ${kind}
      AND sent_at > now() - interval '1 hour'`;
  return (sent?.count ?? 0) >= MAX_AN_HOUR;
}
