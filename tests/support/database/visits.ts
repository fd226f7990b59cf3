import { db } from '#lib/db.ts';
import { countVisit } from '#lib/visits/count-visit.ts';

/**
 * A moment so many days after the first of the tests, at noon. Far ahead, because Redis forgets what is past;
 * the same in every run, because a HyperLogLog may mistake two visitors for one.
 */
export const noonOf = (day: number): Date => new Date(Date.UTC(2040, 0, 1 + day, 12));

/** Somebody with this name looks at a work. */
export const visit = (slug: string, who: string, now = noonOf(0)): Promise<boolean> =>
  countVisit(slug, { address: `address of ${who}`, isLocal: false, agent: 'browser' }, now);

/** What PostgreSQL knows of a work's visitors. */
export async function visitorsOf(postId: string) {
  const { visitors, visitorsWeek, views } = await db().post.findUniqueOrThrow({
    where: { id: postId },
    include: { views: { orderBy: { day: 'asc' } } },
  });
  return { visitors, visitorsWeek, days: views.map((view) => view.visitors) };
}
