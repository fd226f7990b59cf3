import { type ArtistsPage, LETTERS } from '#lib/domain/posts/artists-index.ts';
import { listArtists } from '#lib/posts/artists/list-artists.ts';
import { cached } from './cached.ts';

const IS_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TAGS = ['gallery', 'posts'];

/** One page of the artists from A to Z, or null for an invalid cursor or letter. */
export async function cachedArtists(from: { after: string } | { letter: string } | null): Promise<ArtistsPage | null> {
  if (from && 'after' in from && !IS_ID.test(from.after)) return null;
  if (from && 'letter' in from && !LETTERS.includes(from.letter)) return null;
  return cached(['artists', JSON.stringify(from)], TAGS, () => listArtists(from));
}
