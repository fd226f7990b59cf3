import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import {
  DAYS_OF_CHART,
  dayOf,
  type VisitorDay,
  type VisitorFigures,
  visitorFigures,
} from '#lib/domain/visits/visitor-days.ts';

/** The visitors of one of the viewer's own posts; null for other people's posts. */
export async function getPostVisitors(
  viewer: Viewer,
  slug: string,
  now = new Date(),
): Promise<{ title: string; isPublic: boolean; figures: VisitorFigures } | null> {
  const post = await db().post.findFirst({
    where: { slug, artistId: viewer.id },
    select: { id: true, title: true, status: true, hiddenAt: true, visitors: true },
  });
  if (!post) return null;
  const today = dayOf(now);
  const days = await db().$queryRaw<VisitorDay[]>`
    SELECT day::text, visitors FROM post_views
    WHERE post_id = ${post.id}::uuid AND day > ${today}::date - ${DAYS_OF_CHART}::integer`;
  return {
    title: post.title,
    isPublic: post.status !== 'DRAFT' && post.hiddenAt === null,
    figures: visitorFigures(post.visitors, days, today),
  };
}

/** The visitors of all the viewer's posts together. Anyone who looks at two posts counts twice. */
export async function getOwnVisitors(viewer: Viewer, now = new Date()): Promise<VisitorFigures> {
  const today = dayOf(now);
  const [totals, days] = await Promise.all([
    db().post.aggregate({ where: { artistId: viewer.id }, _sum: { visitors: true } }),
    db().$queryRaw<VisitorDay[]>`
      SELECT day::text, sum(post_views.visitors)::integer AS visitors
      FROM posts JOIN post_views ON post_id = id
      WHERE artist_id = ${viewer.id}::uuid AND day > ${today}::date - ${DAYS_OF_CHART}::integer
      GROUP BY day`,
  ]);
  return visitorFigures(totals._sum.visitors ?? 0, days, today);
}
