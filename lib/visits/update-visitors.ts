import type { Db } from '#lib/db.ts';
import { DAYS_OF_WEEK, type Day } from '#lib/domain/visits/visitor-days.ts';

/**
 * Adds new visitors to works that this transaction has locked, and makes their sum of the week right for `today`. CliError
 * SQL: a visit is no change of the artist's, so updated_at stays.
 */
export async function updateVisitors(
  tx: Db,
  works: readonly { id: string; more: number }[],
  today: Day,
): Promise<void> {
  if (works.length === 0) return;
  await tx.$executeRaw`
    UPDATE posts SET visitors = posts.visitors + work.more, visitors_week = week.visitors,
      week_changes_on = week.oldest + ${DAYS_OF_WEEK}::integer
    FROM jsonb_to_recordset(${JSON.stringify(works)}::jsonb) AS work (id uuid, more integer)
    CROSS JOIN LATERAL (
      SELECT COALESCE(sum(visitors), 0)::integer AS visitors, min(day) AS oldest FROM post_views
      WHERE post_id = work.id AND day > ${today}::date - ${DAYS_OF_WEEK}::integer
    ) AS week
    WHERE posts.id = work.id`;
}
