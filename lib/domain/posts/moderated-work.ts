import type { Money } from '../money/money.ts';
import type { PostStatus } from '../sale/sale.ts';
import type { PictureDto } from './post-dto.ts';

/** A work as moderators see it; times are ISO 8601. */
export type ModeratedWork = {
  id: string;
  slug: string;
  title: string;
  status: PostStatus;
  artist: { username: string; displayName: string };
  picture: PictureDto | null;
  hiddenAt: string | null;
  /** Only because its artist is suspended. */
  hiddenWithArtist: boolean;
  hiddenReason: string | null;
};

/** A work that waits for approval, as visitors would see it. */
export type WaitingWork = Pick<ModeratedWork, 'id' | 'slug' | 'title' | 'artist'> & {
  description: string;
  content: string;
  tags: string[];
  price: Money;
  pictures: PictureDto[];
  /** Increases with each save: what is approved is what was looked at. */
  version: number;
  /** ISO 8601 */
  waitingSince: string;
};
