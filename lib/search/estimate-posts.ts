import { db } from '#lib/db.ts';
import { byIndex, type Conditions } from './conditions.ts';

type PlanRow = { 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] };

/**
 * How many posts satisfy the conditions according to PostgreSQL's planner, whose statistics include the frequencies of
 * the most common words. The cost does not depend on the number of posts.
 */
export async function estimatePosts(conditions: Conditions): Promise<number> {
  const [row] = await db().$queryRaw<[PlanRow]>`
    EXPLAIN (FORMAT JSON) SELECT 1 FROM post_search s WHERE ${byIndex(conditions)}`;
  return row['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}
