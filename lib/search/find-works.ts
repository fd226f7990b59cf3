import { assertModerator } from '#lib/accounts/assert-admin.ts';
import { db, Prisma } from '#lib/db.ts';
import type { ModeratedWork } from '#lib/domain/posts/moderated-work.ts';
import { EVERYTHING } from '#lib/domain/search/search.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { pictureColumns } from '#lib/posts/post-dto.ts';
import { SEARCH_LIMITS } from '#lib/schemas/search.ts';
import { searchPosts } from './search-posts.ts';

/** How many works are found at most. */
export const MAX_FOUND = 50;

/** Hidden by a moderator or an admin, and not only with its artist. */
const HIDDEN = Prisma.sql`hidden_at IS NOT NULL AND NOT hidden_with_artist`;
/** Published, sold or hidden: a draft is nobody's business but its artist's. */
const FOUND = Prisma.sql`(status <> 'DRAFT' OR ${HIDDEN})`;

/**
 * Works by the words of their title, by their slug or URL, or by their artist's username or name, also hidden ones; without
 * words the hidden ones, the last one first. For moderators and admins.
 * @throws {ExpectedError} not-found for others
 */
export async function findWorks(viewer: Viewer, words: string): Promise<ModeratedWork[]> {
  assertModerator(viewer);
  const text = words.normalize('NFC').slice(0, SEARCH_LIMITS.q).toWellFormed().trim();
  const found = text === '' ? await listHidden() : await Promise.all(waysToFind(text)).then((ids) => ids.flat());
  return loadWorks([...new Set(found)].slice(0, MAX_FOUND));
}

/** Each by an index of its own; the most exact first. */
function waysToFind(text: string): Promise<string[]>[] {
  const slug = /\/posts\/([^/?#\s]+)/.exec(text)?.[1] ?? text;
  return [
    idsOf(Prisma.sql`SELECT id FROM posts WHERE slug = ${slug} AND ${FOUND}`),
    idsOf(Prisma.sql`
      SELECT posts.id FROM posts WHERE artist_id = (SELECT id FROM users WHERE username = ${text}::citext) AND ${FOUND}
      ORDER BY created_at DESC, id DESC LIMIT ${MAX_FOUND}`),
    idsOf(Prisma.sql`
      SELECT id FROM posts WHERE ${HIDDEN} AND strpos(lower(title), lower(${text})) > 0
      ORDER BY hidden_at DESC, id DESC LIMIT ${MAX_FOUND}`),
    searchPosts({ ...EVERYTHING, q: text, sort: 'best' }).then(({ posts }) => posts.map(({ id }) => id)),
  ];
}

const listHidden = (): Promise<string[]> =>
  idsOf(Prisma.sql`SELECT id FROM posts WHERE ${HIDDEN} ORDER BY hidden_at DESC, id DESC LIMIT ${MAX_FOUND}`);

async function idsOf(query: Prisma.Sql): Promise<string[]> {
  return (await db().$queryRaw<{ id: string }[]>(query)).map(({ id }) => id);
}

async function loadWorks(ids: string[]): Promise<ModeratedWork[]> {
  const rows = await db().post.findMany({
    where: { id: { in: ids } },
    select: {
      ...{
        id: true,
        slug: true,
        title: true,
        status: true,
        hiddenAt: true,
        hiddenReason: true,
        hiddenWithArtist: true,
      },
      artist: { select: { username: true, displayName: true } },
      images: { select: pictureColumns, orderBy: { position: 'asc' }, take: 1 },
    },
  });
  const byId = new Map(
    rows.map(({ images, hiddenAt, ...row }) => [
      row.id,
      { ...row, hiddenAt: hiddenAt?.toISOString() ?? null, picture: images[0] ?? null },
    ]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}
