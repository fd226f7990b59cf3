import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { assertAdmin } from './assert-admin.ts';

const PAGE_SIZE = 50;

/** An account as admins see it; times are ISO 8601 strings in UTC. */
export type AccountDto = {
  id: string;
  username: string;
  displayName: string;
  email: string;
  role: Viewer['role'];
  createdAt: string;
  suspendedAt: string | null;
  /** Published and sold works. */
  works: number;
};

type AccountRow = Omit<AccountDto, 'createdAt' | 'suspendedAt'> & { createdAt: Date; suspendedAt: Date | null };

/**
 * Accounts that are not closed, ordered by username, filtered by a case-insensitive `search` in username or email; '' matches all.
 * @param after the last username of the previous page; '' for the first page.
 * @returns `next`: the following page's `after`; null at the end.
 * @throws {ExpectedError} not-found for viewers who are not admins
 */
export async function listAccounts(
  viewer: Viewer,
  { search, after }: { search: string; after: string },
): Promise<{ accounts: AccountDto[]; next: string | null }> {
  assertAdmin(viewer);
  // strpos, because LIKE would treat % and _ as wildcards. ORDER BY uses the column, not its text: citext ignores case.
  const rows = await db().$queryRaw<AccountRow[]>`
    SELECT id, username::text, display_name AS "displayName", email::text, role::text, created_at AS "createdAt",
      suspended_at AS "suspendedAt",
      (SELECT count(*) FROM posts WHERE artist_id = users.id AND status <> 'DRAFT')::int AS works
    FROM users
    WHERE username > ${after}::citext AND closed_at IS NULL
      AND (strpos(username, ${search}::citext) > 0 OR strpos(email, ${search}::citext) > 0)
    ORDER BY users.username LIMIT ${PAGE_SIZE + 1}`;
  const accounts = rows.slice(0, PAGE_SIZE).map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    suspendedAt: row.suspendedAt?.toISOString() ?? null,
  }));
  return { accounts, next: rows.length > PAGE_SIZE ? (accounts.at(-1)?.username ?? null) : null };
}
