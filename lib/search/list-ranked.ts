import { db, Prisma, plannedAnew } from '#lib/db.ts';
import { isPublic } from '#lib/posts/queries.ts';
import { byIndex, type Conditions } from './conditions.ts';
import type { Key } from './list-keys.ts';

/** Up to so many works are compared by rank. */
export const MOST_RANKED = 2_000;

/** The texts of tsqueries for the words alone, from the narrowest tier to the widest. */
export type RankedWords = readonly [inFull: string, inHead: string, anywhere: string];

/**
 * The best `limit` works behind `after`: first by where the words stand, then by PostgreSQL's ts_rank.
 * @returns null when there are too many to compare them all.
 */
export async function listRanked(
  conditions: Conditions,
  [inFull, inHead, anywhere]: RankedWords,
  after: Key | null,
  limit: number,
): Promise<Key[] | null> {
  const rest = after ? Prisma.sql`WHERE (rank, id) < (${after.value}::float8, ${after.id}::uuid)` : Prisma.empty;
  const rows = await db().$queryRaw<{ id: string; rank: number; found: bigint }[]>`${plannedAnew}
    WITH found AS MATERIALIZED (
      SELECT p.id, ts_rank(s.doc, ${anywhere}::tsquery, 1)::float8
        + (s.doc @@ ${inHead}::tsquery)::int + (s.doc @@ ${inFull}::tsquery)::int AS rank
      FROM post_search s JOIN posts p ON p.id = s.post_id
      WHERE ${isPublic} AND ${byIndex(conditions)} LIMIT ${MOST_RANKED + 1}
    )
    SELECT id, rank, (SELECT count(*) FROM found) AS found FROM found ${rest} ORDER BY rank DESC, id DESC LIMIT ${limit}`;
  if (Number(rows[0]?.found ?? 0) > MOST_RANKED) return null;
  return rows.map(({ id, rank }) => ({ id, value: String(rank) }));
}
