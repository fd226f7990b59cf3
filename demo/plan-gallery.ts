import { currencyDigits } from '#lib/domain/money/currencies.ts';
import { slugify } from '#lib/domain/posts/slug.ts';
import type { VisitorDay } from '#lib/domain/visits/visitor-days.ts';
import { DEMO_ARTISTS } from './artists.ts';
import { seededRandom } from './draw/random.ts';
import type { DemoArtist, DemoWork } from './gallery-types.ts';
import { planVisitors } from './plan-visitors.ts';
import { shortHash, stableUuid } from './stable-id.ts';

const HOUR = 3_600_000;

export type PlannedWork = {
  id: string;
  slug: string;
  artist: DemoArtist;
  work: DemoWork;
  content: string;
  /** Minor units of the artist's currency. */
  priceAmount: number;
  status: 'LISTED' | 'SOLD' | 'DRAFT';
  createdAt: Date;
  listedAt: Date | null;
  soldAt: Date | null;
  /** Each day since it was published. */
  visitors: VisitorDay[];
};

export function userIdOf(username: string): string {
  return stableUuid(`demo user ${username}`);
}

/**
 * All works with their dates, newest first, then the drafts. The artists alternate, and each starts at another
 * position of their list, so that every page of the gallery mixes styles and proportions.
 */
export function planGallery(now: Date): PlannedWork[] {
  const order: { artist: DemoArtist; work: DemoWork }[] = [];
  const longest = Math.max(...DEMO_ARTISTS.map(({ works }) => works.length));
  for (let round = 0; round < longest; round++) {
    for (const [index, artist] of DEMO_ARTISTS.entries()) {
      const work = round < artist.works.length ? artist.works[(round + index * 3) % artist.works.length] : undefined;
      if (work) order.push({ artist, work });
    }
  }
  const shown = order.filter(({ work }) => work.status !== 'DRAFT');
  const drafts = order.filter(({ work }) => work.status === 'DRAFT');
  return [...shown, ...drafts].map(({ artist, work }, rank) => plan(artist, work, rank, now));
}

function plan(artist: DemoArtist, work: DemoWork, rank: number, now: Date): PlannedWork {
  const name = `${artist.username}/${work.title}`;
  const random = seededRandom(`dates/${name}`);
  const status = work.status ?? 'LISTED';
  const age = (2 + rank * 15 + random.between(0, 9)) * HOUR;
  const listedAt = status === 'DRAFT' ? null : new Date(now.getTime() - age);
  return {
    id: stableUuid(`demo work ${name}`),
    slug: `${slugify(work.title)}-${shortHash(name).slice(0, 5)}`,
    artist,
    work,
    content: [...work.content, ...artist.studio].join('\n\n'),
    priceAmount: work.price * 10 ** currencyDigits(artist.currency),
    status,
    createdAt: new Date((listedAt ?? now).getTime() - random.between(1, 90) * HOUR),
    listedAt,
    soldAt: status === 'SOLD' ? new Date(now.getTime() - age * random.between(0.15, 0.8)) : null,
    visitors: listedAt ? planVisitors(name, listedAt, now) : [],
  };
}
