import { db, Prisma, withFreshPlan } from '#lib/db.ts';
import { byIndex, type Conditions } from './conditions.ts';
import type { Key } from './list-keys.ts';

/** Up to so many works are compared by rank, for which all their words are read. */
export const MAX_RANKED = 500;

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
  const rows = await db().$queryRaw<{ id: string | null; rank: number; found: bigint }[]>`${withFreshPlan}
    WITH found AS MATERIALIZED (
      SELECT s.post_id AS id, s.doc FROM post_search s WHERE ${byIndex(conditions)} LIMIT ${MAX_RANKED + 1}
    ), counted AS (
      SELECT count(*) AS found FROM found
    ), read AS MATERIALIZED (
      -- Joined to nothing, it is read from where it is kept once and not by each function below.
      SELECT id, doc || ''::tsvector AS doc FROM found WHERE (SELECT found FROM counted) <= ${MAX_RANKED}
    ), ranked AS (
      SELECT id, ts_rank(doc, ${anywhere}::tsquery, 1)::float8
        + (doc @@ ${inHead}::tsquery)::int + (doc @@ ${inFull}::tsquery)::int AS rank FROM read
    ), best AS (
      SELECT id, rank FROM ranked ${rest} ORDER BY rank DESC, id DESC LIMIT ${limit}
    )
    SELECT id, rank, found FROM counted LEFT JOIN best ON true ORDER BY rank DESC, id DESC`;
  if (Number(rows[0]?.found ?? 0) > MAX_RANKED) return null;
  return rows.flatMap(({ id, rank }) => (id === null ? [] : [{ id, value: String(rank) }]));
}
