import { db, Prisma } from '#lib/db.ts';
import { type KeysetCursor, type KeysetPage, keysetPage } from '#lib/domain/keyset-page.ts';
import type { ThreadRowDto, ThreadView } from '#lib/domain/questions/thread-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { NAME_COLUMNS, otherName } from './thread-names.ts';
import { ASKER_IS_THERE, askedBy } from './thread-ref.ts';

export const THREADS_PAGE_SIZE = 30;
/** Characters of the last message. */
const EXCERPT = 160;

/**
 * What waits for an answer of the viewer as an artist, what they were asked, or what they have asked; the last message first.
 */
export async function listThreads(
  viewer: Viewer,
  view: ThreadView,
  cursor: KeysetCursor | null,
): Promise<KeysetPage<ThreadRowDto>> {
  const found = await db().$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT id, last_at AS "createdAt" FROM threads
    WHERE ${conditionOf(viewer, view)} ${clause(cursor)} LIMIT ${THREADS_PAGE_SIZE + 1}`;
  const page = keysetPage(found, cursor, THREADS_PAGE_SIZE);
  const rows = await db().thread.findMany({
    where: { id: { in: page.rows.map(({ id }) => id) } },
    select: {
      ...{ id: true, workTitle: true, artistId: true, lastAt: true, ...NAME_COLUMNS },
      ...{ awaitsSince: true, blockedByArtistAt: true, blockedByAskerAt: true },
      asker: { select: { displayName: true, suspendedAt: true, closingAt: true } },
      entries: { select: { text: true, side: true }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 },
    },
  });
  const byId = new Map(
    rows.map((row) => {
      const side = row.artistId === viewer.id ? 'artist' : 'asker';
      const [last] = row.entries;
      const dto: ThreadRowDto = {
        ...{ id: row.id, work: row.workTitle, other: otherName(row, side), lastAt: row.lastAt.toISOString() },
        excerpt: last ? [...last.text.slice(0, 2 * EXCERPT)].slice(0, EXCERPT).join('') : '',
        isOwnLast: last?.side === side,
        waits: side === 'artist' && canBeAnswered(row),
      };
      return [row.id, dto];
    }),
  );
  return { ...page, rows: page.rows.flatMap(({ id }) => byId.get(id) ?? []) };
}

type Waiting = {
  awaitsSince: Date | null;
  blockedByArtistAt: Date | null;
  blockedByAskerAt: Date | null;
  asker: { suspendedAt: Date | null; closingAt: Date | null } | null;
};

/** Whether it waits for the artist, and they can answer: the same as `waitsFor`. */
const canBeAnswered = ({ awaitsSince, blockedByArtistAt, blockedByAskerAt, asker }: Waiting): boolean =>
  awaitsSince !== null && !blockedByArtistAt && !blockedByAskerAt && !asker?.suspendedAt && !asker?.closingAt;

/** Each has an index in the order of the list. */
function conditionOf(viewer: Viewer, view: ThreadView): Prisma.Sql {
  const { id, email, isEmailProven } = viewer;
  if (view === 'asked') return askedBy({ userId: id, email: isEmailProven ? email : null });
  return view === 'received' ? Prisma.sql`artist_id = ${id}::uuid` : waitsFor(id);
}

const waitsFor = (artistId: string) =>
  Prisma.sql`artist_id = ${artistId}::uuid AND awaits_since IS NOT NULL
    AND blocked_by_artist_at IS NULL AND blocked_by_asker_at IS NULL AND ${ASKER_IS_THERE}`;

function clause(cursor: KeysetCursor | null): Prisma.Sql {
  if (!cursor) return Prisma.sql`ORDER BY last_at DESC, id DESC`;
  const row = Prisma.sql`(${cursor.at}, ${cursor.id}::uuid)`;
  return cursor.direction === 'older'
    ? Prisma.sql`AND (last_at, id) < ${row} ORDER BY last_at DESC, id DESC`
    : Prisma.sql`AND (last_at, id) > ${row} ORDER BY last_at, id`;
}

/** More are only said to be more. */
const MAX_COUNTED = 100;

/** How many threads wait for an answer of the viewer, counted up to a hundred. */
export async function countWaitingThreads(viewer: Viewer): Promise<number> {
  const [counted] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT FROM threads WHERE ${waitsFor(viewer.id)} LIMIT ${MAX_COUNTED}) AS waiting`;
  return counted?.count ?? 0;
}
