import { assertModerator } from '#lib/accounts/assert-admin.ts';
import { db, Prisma } from '#lib/db.ts';
import { type ReportFigure, type ReportMonth, reportMonths } from '#lib/domain/reports/statistics.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

const monthOf = (column: Prisma.Sql) => Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM')`;

/**
 * Reports and decisions by month, the newest first, as far back as they are kept. Uses the indexes reports_by_time and
 * case_decisions_by_time.
 * @throws {ExpectedError} not-found for viewers who are neither moderators nor admins
 */
export async function reportStatistics(viewer: Viewer): Promise<ReportMonth[]> {
  assertModerator(viewer);
  const since = keptSince(KEPT_SECONDS.report);
  const reported = monthOf(Prisma.sql`created_at`);
  const decided = monthOf(Prisma.sql`decided_at`);
  const [figures, medians] = await Promise.all([
    db().$queryRaw<ReportFigure[]>`
      SELECT ${reported} AS month, 'report' AS kind, reason AS name, count(*)::integer AS count
      FROM reports WHERE created_at >= ${since} GROUP BY 1, 3
      UNION ALL SELECT ${reported}, 'notice', '', count(*)::integer
      FROM reports WHERE created_at >= ${since} AND notice IS NOT NULL GROUP BY 1
      UNION ALL SELECT ${decided}, 'decision', decision, count(*)::integer
      FROM case_decisions WHERE decided_at >= ${since} GROUP BY 1, 3
      UNION ALL SELECT ${monthOf(Prisma.sql`answered_at`)}, 'answer', '', count(*)::integer
      FROM case_decisions WHERE decided_at >= ${since} AND answered_at IS NOT NULL GROUP BY 1
      UNION ALL SELECT ${monthOf(Prisma.sql`countered_at`)}, 'counter', '', count(*)::integer
      FROM case_decisions WHERE decided_at >= ${since} AND countered_at IS NOT NULL GROUP BY 1`,
    db().$queryRaw<{ month: string; hours: number }[]>`
      SELECT ${decided} AS month,
        round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - waited_since)) / 3600)::numeric, 1)::float8
          AS hours
      FROM case_decisions WHERE decided_at >= ${since} AND waited_since IS NOT NULL GROUP BY 1`,
  ]);
  return reportMonths(figures, new Map(medians.map(({ month, hours }) => [month, hours])));
}
