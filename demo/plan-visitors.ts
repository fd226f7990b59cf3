import { dayOf, startOf, type VisitorDay } from '#lib/domain/visits/visitor-days.ts';
import { seededRandom } from './draw/random.ts';

const WEEKEND: readonly number[] = [0, 6];

/** Who looked at a work since it was listed: most when it was new, and more at weekends. @param name the same work has the same visitors. */
export function planVisitors(name: string, listedAt: Date, now: Date): VisitorDay[] {
  const random = seededRandom(`visitors/${name}`);
  const usual = random.between(3, 11);
  const days: VisitorDay[] = [];
  const today = startOf(dayOf(now));
  for (let age = 0, at = startOf(dayOf(listedAt)); at <= today; age++, at = startOf(dayOf(at), 1)) {
    const weekend = WEEKEND.includes(at.getUTCDay()) ? 1.6 : 1;
    const visitors = Math.round(usual * (1 + 2.5 * Math.exp(-age / 3)) * weekend * random.between(0.4, 1.4));
    days.push({ day: dayOf(at), visitors: Math.max(1, visitors) });
  }
  return days;
}
