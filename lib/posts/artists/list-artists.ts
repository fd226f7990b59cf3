import { db, Prisma } from '#lib/db.ts';
import {
  type ArtistsPage,
  type IndexedArtist,
  LETTERS,
  MAX_COUNTED_FOR_SALE,
} from '#lib/domain/posts/artists-index.ts';
import { isPublic } from '../queries.ts';

export const ARTISTS_PAGE_SIZE = 60;

type Row = IndexedArtist & { id: string };

/**
 * Artists with public works, by name. Keyset pagination on (folded name, id), from the index users_artists.
 * @param from where the page begins: after the artist with this id, or at a letter; null for the first page
 */
export async function listArtists(from: { after: string } | { letter: string } | null): Promise<ArtistsPage> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT id, username, "displayName", left(sort, 1) AS letter, (
      SELECT count(*)::int FROM (
        SELECT FROM posts WHERE artist_id = artist.id AND status = 'LISTED' AND hidden_at IS NULL
        LIMIT ${MAX_COUNTED_FOR_SALE}
      ) AS counted
    ) AS "forSale"
    FROM (
      SELECT id, username::text, display_name AS "displayName", fold(display_name) COLLATE "C" AS sort FROM users
      WHERE is_artist AND suspended_at IS NULL AND closing_at IS NULL ${start(from)}
        AND EXISTS (SELECT FROM posts WHERE artist_id = users.id AND ${isPublic})
      ORDER BY fold(display_name) COLLATE "C", id LIMIT ${ARTISTS_PAGE_SIZE + 1}
    ) AS artist
    ORDER BY sort, id`;
  const page = rows.slice(0, ARTISTS_PAGE_SIZE);
  return {
    artists: page.map(({ username, displayName, letter, forSale }) => ({
      ...{ username, displayName, forSale },
      letter: LETTERS.includes(letter) ? letter : '#',
    })),
    next: rows.length > ARTISTS_PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
  };
}

function start(from: { after: string } | { letter: string } | null): Prisma.Sql {
  if (!from) return Prisma.empty;
  if ('letter' in from) return Prisma.sql`AND fold(display_name) COLLATE "C" >= ${from.letter}`;
  return Prisma.sql`AND (fold(display_name) COLLATE "C", id) > (
    (SELECT fold(display_name) COLLATE "C" FROM users WHERE id = ${from.after}::uuid), ${from.after}::uuid)`;
}
