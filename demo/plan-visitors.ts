import { dayOf, startOfDay, type VisitorDay } from '#lib/domain/visits/visitor-days.ts';
import { seededRandom } from './draw/random.ts';

const WEEKEND: readonly number[] = [0, 6];

/**
 * Visitors of a work per day since it was published: most when it was new, more at weekends.
 * @param name seeds the numbers.
 */
export function planVisitors(name: string, listedAt: Date, now: Date): VisitorDay[] {
  const random = seededRandom(`visitors/${name}`);
  const average = random.between(3, 11);
  const days: VisitorDay[] = [];
  const today = startOfDay(dayOf(now));
  for (let age = 0, at = startOfDay(dayOf(listedAt)); at <= today; age++, at = startOfDay(dayOf(at), 1)) {
    const weekend = WEEKEND.includes(at.getUTCDay()) ? 1.6 : 1;
    const visitors = Math.round(average * (1 + 2.5 * Math.exp(-age / 3)) * weekend * random.between(0.4, 1.4));
    days.push({ day: dayOf(at), visitors: Math.max(1, visitors) });
  }
  return days;
}
