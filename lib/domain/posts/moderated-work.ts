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
