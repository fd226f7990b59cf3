import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import {
  DAYS_OF_CHART,
  dayOf,
  type VisitorDay,
  type VisitorFigures,
  visitorFigures,
} from '#lib/domain/visits/visitor-days.ts';

/** The visitors of a work of the viewer's own, or null: another person's reads as not there. */
export async function getWorkVisitors(
  viewer: Viewer,
  slug: string,
  now = new Date(),
): Promise<{ title: string; isPublic: boolean; figures: VisitorFigures } | null> {
  const work = await db().post.findFirst({
    where: { slug, artistId: viewer.id },
    select: { id: true, title: true, status: true, hiddenAt: true, visitors: true },
  });
  if (!work) return null;
  const today = dayOf(now);
  const days = await db().$queryRaw<VisitorDay[]>`
    SELECT day::text, visitors FROM post_views
    WHERE post_id = ${work.id}::uuid AND day > ${today}::date - ${DAYS_OF_CHART}::integer`;
  return {
    title: work.title,
    isPublic: work.status !== 'DRAFT' && work.hiddenAt === null,
    figures: visitorFigures(work.visitors, days, today),
  };
}

/** The visitors of all works of the viewer's own together: whoever looks at two of them counts twice. */
export async function getOwnVisitors(viewer: Viewer, now = new Date()): Promise<VisitorFigures> {
  const today = dayOf(now);
  const [works, days] = await Promise.all([
    db().post.aggregate({ where: { artistId: viewer.id }, _sum: { visitors: true } }),
    db().$queryRaw<VisitorDay[]>`
      SELECT day::text, sum(post_views.visitors)::integer AS visitors
      FROM posts JOIN post_views ON post_id = id
      WHERE artist_id = ${viewer.id}::uuid AND day > ${today}::date - ${DAYS_OF_CHART}::integer
      GROUP BY day`,
  ]);
  return visitorFigures(works._sum.visitors ?? 0, days, today);
}
