import type { Db } from '#lib/db.ts';

export type LockedAccount = {
  id: string;
  username: string;
  email: string;
  /** The same if its owner has proven to read it: anybody can type anybody's address. */
  provenEmail: string | null;
  displayName: string;
  role: string;
  isDemo: boolean;
  suspendedAt: Date | null;
  closingAt: Date | null;
  closesAt: Date | null;
  closingObstacle: string | null;
  /** Whether the seven days are over, by the database's clock. */
  isDue: boolean;
};

/**
 * Locks an account with its works until the transaction ends. Works are locked first, as in every command of a sale: a hold
 * that is being placed on one of them is waited for, and a purchase of the account's own waits for this.
 * @returns null if there is no such account, or it is closed.
 */
export async function lockAccount(tx: Db, userId: string): Promise<LockedAccount | null> {
  await tx.$queryRaw`SELECT 1 FROM posts WHERE artist_id = ${userId}::uuid ORDER BY id FOR UPDATE`;
  const [account] = await tx.$queryRaw<LockedAccount[]>`
    SELECT id, username::text AS username, email::text AS email,
      CASE WHEN email_proven_at IS NOT NULL THEN email::text END AS "provenEmail",
      display_name AS "displayName", role::text AS role, is_demo AS "isDemo",
      suspended_at AS "suspendedAt", closing_at AS "closingAt", closes_at AS "closesAt",
      closing_obstacle AS "closingObstacle", coalesce(closes_at <= now(), false) AS "isDue"
    FROM users WHERE id = ${userId}::uuid AND closed_at IS NULL FOR UPDATE`;
  return account ?? null;
}
