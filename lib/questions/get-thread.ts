import { db, Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { type KeysetCursor, keysetPage } from '#lib/domain/keyset-page.ts';
import { isClosedUsername } from '#lib/domain/leaving.ts';
import type { ThreadDto } from '#lib/domain/questions/thread-dto.ts';
import { refusalOf } from './add-message.ts';
import { NAME_COLUMNS, otherName } from './thread-names.ts';
import { type Side, sideOf, type ThreadRef, whereThread } from './thread-ref.ts';

const MESSAGES_PAGE_SIZE = 50;

const AWAY_COLUMNS = { suspendedAt: true, closingAt: true, closedAt: true } as const;

/** A thread that is theirs, with the last messages, or those around a cursor; null if there is none. */
export async function getThread(ref: ThreadRef, cursor: KeysetCursor | null): Promise<ThreadDto | null> {
  const row = await db().thread.findFirst({
    where: whereThread(ref),
    select: {
      ...{ id: true, workTitle: true, artistId: true, askerEmail: true },
      ...{ blockedByArtistAt: true, blockedByAskerAt: true, askerName: true },
      asker: { select: { ...NAME_COLUMNS.asker.select, ...AWAY_COLUMNS } },
      artist: { select: { ...NAME_COLUMNS.artist.select, ...AWAY_COLUMNS, username: true, portraitKey: true } },
      post: { select: { slug: true, status: true, hiddenAt: true } },
    },
  });
  if (!row) return null;
  const side = sideOf(ref, row);
  const { artist, asker, post } = row;
  const isBlockedByArtist = row.blockedByArtistAt !== null;
  const isBlockedByAsker = row.blockedByAskerAt !== null;
  const refusal = refusalOf(
    {
      ...{ isBlockedByArtist, isBlockedByAsker, isArtistThere: !isAway(artist) },
      isAskerThere: row.askerEmail !== null || (asker !== null && !isAway(asker)),
    },
    side,
  );
  const isSeen = post && post.hiddenAt === null && post.status !== 'DRAFT' && !artist.suspendedAt;
  return {
    ...{ id: row.id, side, work: { title: row.workTitle, slug: isSeen ? post.slug : null } },
    other: otherName(row, side),
    artist:
      side === 'artist' || isClosedUsername(artist.username)
        ? null
        : { username: artist.username, displayName: artist.displayName, portrait: artist.portraitKey },
    hasBlocked: side === 'artist' ? isBlockedByArtist : isBlockedByAsker,
    refusal: refusal && new ExpectedError(refusal).message,
    ...(await listMessages(row.id, side, cursor)),
  };
}

type Away = { suspendedAt: Date | null; closingAt: Date | null; closedAt: Date | null };
const isAway = ({ suspendedAt, closingAt, closedAt }: Away) => Boolean(suspendedAt || closingAt || closedAt);

type MessageRow = {
  id: string;
  side: string;
  text: string;
  attachmentsDropped: number;
  reportedAt: Date | null;
  createdAt: Date;
};

async function listMessages(
  threadId: string,
  side: Side,
  cursor: KeysetCursor | null,
): Promise<Pick<ThreadDto, 'messages' | 'newer' | 'older'>> {
  const found = await db().$queryRaw<MessageRow[]>`
    SELECT id, side, text, attachments_dropped AS "attachmentsDropped", reported_at AS "reportedAt", created_at AS "createdAt"
    FROM thread_messages WHERE thread_id = ${threadId}::uuid ${clause(cursor)} LIMIT ${MESSAGES_PAGE_SIZE + 1}`;
  const { rows, newer, older } = keysetPage(found, cursor, MESSAGES_PAGE_SIZE);
  const messages = rows.toReversed().map((row) => {
    const isOwn = row.side === side;
    return {
      ...{ id: row.id, text: row.text, attachmentsDropped: row.attachmentsDropped, isOwn },
      isReported: !isOwn && row.reportedAt !== null,
      createdAt: row.createdAt.toISOString(),
    };
  });
  return { messages, newer, older };
}

function clause(cursor: KeysetCursor | null): Prisma.Sql {
  if (!cursor) return Prisma.sql`ORDER BY created_at DESC, id DESC`;
  const row = Prisma.sql`(${cursor.at}, ${cursor.id}::uuid)`;
  return cursor.direction === 'older'
    ? Prisma.sql`AND (created_at, id) < ${row} ORDER BY created_at DESC, id DESC`
    : Prisma.sql`AND (created_at, id) > ${row} ORDER BY created_at, id`;
}
