import type { Db } from '#lib/db.ts';
import { DAYS_OF_WEEK, type Day } from '#lib/domain/visits/visitor-days.ts';

/**
 * Adds new visitors to posts that this transaction has locked, and updates their weekly sums for `today`. Raw SQL,
 * because Prisma would change updated_at.
 */
export async function updateVisitors(
  tx: Db,
  posts: readonly { id: string; more: number }[],
  today: Day,
): Promise<void> {
  if (posts.length === 0) return;
  await tx.$executeRaw`
    UPDATE posts SET visitors = posts.visitors + added.more, visitors_week = week.visitors,
      week_changes_on = week.oldest + ${DAYS_OF_WEEK}::integer
    FROM jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) AS added (id uuid, more integer)
    CROSS JOIN LATERAL (
      SELECT COALESCE(sum(visitors), 0)::integer AS visitors, min(day) AS oldest FROM post_views
      WHERE post_id = added.id AND day > ${today}::date - ${DAYS_OF_WEEK}::integer
    ) AS week
    WHERE posts.id = added.id`;
}
