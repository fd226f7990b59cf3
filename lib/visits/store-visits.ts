import { db } from '#lib/db.ts';
import type { Day } from '#lib/domain/visits/visitor-days.ts';
import { isPublic } from '#lib/posts/queries.ts';
import type { DayCount } from './due-visits.ts';
import { updateVisitors } from './update-visitors.ts';

export type StoredVisits = {
  stored: DayCount[];
  /** Counts of slugs without a public post. */
  unknown: DayCount[];
};

/**
 * Writes daily counts to post_views and adds them to the totals of their posts. A count never decreases, and writing
 * one twice changes nothing. Locked posts are skipped, so that this never waits: their counts are in neither list of
 * the result and remain due.
 */
export async function storeVisits(counts: readonly DayCount[], today: Day): Promise<StoredVisits> {
  const slugs = [...new Set(counts.map(({ slug }) => slug))];
  const visible = await db().$queryRaw<{ slug: string }[]>`
    SELECT slug FROM posts WHERE slug = ANY(${slugs}) AND ${isPublic}`;
  const known = new Set(visible.map(({ slug }) => slug));
  const unknown = counts.filter(({ slug }) => !known.has(slug));
  if (known.size === 0) return { stored: [], unknown };
  const stored = await db().$transaction(async (tx) => {
    const free = await tx.$queryRaw<{ id: string; slug: string }[]>`
      SELECT id, slug FROM posts WHERE slug = ANY(${[...known]}) AND ${isPublic}
      ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
    const ids = new Map(free.map(({ id, slug }) => [slug, id]));
    const ready = counts.filter(({ slug }) => ids.has(slug));
    const rows = ready.map(({ slug, day, visitors }) => ({ id: ids.get(slug), day, visitors }));
    // A separate statement after the locks, so that it sees what another worker has just committed.
    const grown = await tx.$queryRaw<{ id: string; more: number }[]>`
      WITH counted AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (id uuid, day date, visitors integer)
      ), grown AS (
        SELECT id, counted.day, counted.visitors, counted.visitors - COALESCE(known.visitors, 0) AS more
        FROM counted LEFT JOIN post_views known ON known.post_id = id AND known.day = counted.day
        WHERE counted.visitors > COALESCE(known.visitors, 0)
      ), written AS (
        INSERT INTO post_views (post_id, day, visitors) SELECT id, day, visitors FROM grown
        ON CONFLICT (post_id, day) DO UPDATE SET visitors = GREATEST(post_views.visitors, excluded.visitors)
      )
      SELECT id, sum(more)::integer AS more FROM grown GROUP BY id`;
    await updateVisitors(tx, grown, today);
    return ready;
  });
  return { stored, unknown };
}
