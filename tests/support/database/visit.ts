/** Counts visits to a work on chosen days. */

import { db } from '#lib/db.ts';
import { countVisit } from '#lib/visits/count-visit.ts';

/**
 * Noon on a day counted from 1 January 2040. Far in the future, because keys with a past expiry vanish from Redis; the
 * same in every run, because a HyperLogLog may count two visitors as one.
 */
export const noonOfDay = (day: number): Date => new Date(Date.UTC(2040, 0, 1 + day, 12));

/** Counts a visit to a work by a visitor with this name. */
export const visit = (slug: string, visitor: string, now = noonOfDay(0)): Promise<boolean> =>
  countVisit(slug, { address: `address of ${visitor}`, isLocal: false, agent: 'browser' }, now);

/** A work's visitor counts in PostgreSQL. */
export async function visitorsOf(postId: string) {
  const { visitors, visitorsWeek, views } = await db().post.findUniqueOrThrow({
    where: { id: postId },
    include: { views: { orderBy: { day: 'asc' } } },
  });
  return { visitors, visitorsWeek, days: views.map((view) => view.visitors) };
}
