import { db, Prisma, withFreshPlan } from '#lib/db.ts';
import { byIndex, type Conditions } from './conditions.ts';
import type { Key } from './list-keys.ts';

/** The maximum number of matches that are ranked, which requires reading all their words. */
export const MAX_RANKED = 500;

/** The texts of tsqueries for the search words, from the narrowest tier to the widest. */
export type RankQueries = readonly [inFull: string, inHead: string, anywhere: string];

/**
 * The best `limit` posts after a cursor: first by where the words occur, then by PostgreSQL's ts_rank.
 * @returns null if there are more than MAX_RANKED matches.
 */
export async function listRanked(
  conditions: Conditions,
  [inFull, inHead, anywhere]: RankQueries,
  after: Key | null,
  limit: number,
): Promise<Key[] | null> {
  const afterCursor = after ? Prisma.sql`WHERE (rank, id) < (${after.value}::float8, ${after.id}::uuid)` : Prisma.empty;
  const rows = await db().$queryRaw<{ id: string | null; rank: number; found: bigint }[]>`${withFreshPlan}
    WITH found AS MATERIALIZED (
      SELECT s.post_id AS id, s.doc FROM post_search s WHERE ${byIndex(conditions)} LIMIT ${MAX_RANKED + 1}
    ), counted AS (
      SELECT count(*) AS found FROM found
    ), read AS MATERIALIZED (
      -- The concatenation reads doc from TOAST once, not again in each function below.
      SELECT id, doc || ''::tsvector AS doc FROM found WHERE (SELECT found FROM counted) <= ${MAX_RANKED}
    ), ranked AS (
      SELECT id, ts_rank(doc, ${anywhere}::tsquery, 1)::float8
        + (doc @@ ${inHead}::tsquery)::int + (doc @@ ${inFull}::tsquery)::int AS rank FROM read
    ), best AS (
      SELECT id, rank FROM ranked ${afterCursor} ORDER BY rank DESC, id DESC LIMIT ${limit}
    )
    SELECT id, rank, found FROM counted LEFT JOIN best ON true ORDER BY rank DESC, id DESC`;
  if (Number(rows[0]?.found ?? 0) > MAX_RANKED) return null;
  return rows.flatMap(({ id, rank }) => (id === null ? [] : [{ id, value: String(rank) }]));
}
