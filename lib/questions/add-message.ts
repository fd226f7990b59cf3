import { countAttempt, LimitReached } from '#lib/accounts/attempt-limits.ts';
import type { Db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_UNANSWERED } from '#lib/domain/questions/question-limits.ts';
import type { ThreadMailKind } from '#lib/domain/questions/question-mail.ts';
import type { Side } from './thread-ref.ts';

export type NewMessage = {
  text: string;
  /** Identifies the form or the mail: the same one twice is one message. */
  creationKey: string | null;
  attachmentsDropped?: number;
};

const MESSAGE: ThreadMailKind = 'thread-message';

type Locked = {
  artistId: string;
  isArtistThere: boolean;
  isAskerThere: boolean;
  recipient: string | null;
  isBlockedByArtist: boolean;
  isBlockedByAsker: boolean;
};

/**
 * Adds what one side of a thread wrote, and queues the mail to the other. Runs in the caller's transaction, in which others who
 * write there wait.
 * @returns whether it is new
 * @throws {ExpectedError} not-found, nobody-reads, blocked-by-them, blocked-by-you, too-many-unanswered
 */
export async function addMessage(tx: Db, threadId: string, side: Side, message: NewMessage): Promise<boolean> {
  const { text, creationKey, attachmentsDropped = 0 } = message;
  const thread = await lockThread(tx, threadId, side);
  if (creationKey !== null && (await tx.threadMessage.count({ where: { threadId, creationKey } })) > 0) return false;
  const refusal = refusalOf(thread, side);
  if (refusal) throw new ExpectedError(refusal);
  await requireAnswered(tx, threadId, side);
  const added = await tx.threadMessage.create({
    data: { threadId, side, text, creationKey, attachmentsDropped },
    select: { id: true },
  });
  await tx.$executeRaw`
    UPDATE threads SET last_at = now(),
      awaits_since = CASE WHEN ${side} = 'asker' THEN coalesce(awaits_since, now()) END,
      reminded_at = CASE WHEN ${side} = 'asker' THEN reminded_at END
    WHERE id = ${threadId}::uuid`;
  await tx.message.create({
    data: { kind: MESSAGE, threadId, recipient: thread.recipient ?? '', data: { messageId: added.id } },
    select: { id: true },
  });
  return true;
}

/** The thread's row stays locked until the end of the transaction. */
async function lockThread(tx: Db, id: string, side: Side): Promise<Locked> {
  const [thread] = await tx.$queryRaw<Locked[]>`
    SELECT artist_id AS "artistId",
      artist.suspended_at IS NULL AND artist.closing_at IS NULL AND artist.closed_at IS NULL AS "isArtistThere",
      asker_email IS NOT NULL OR (asker.id IS NOT NULL AND asker.suspended_at IS NULL AND asker.closing_at IS NULL) AS "isAskerThere",
      (CASE WHEN ${side} = 'asker' THEN artist.email ELSE coalesce(asker_email, asker.email) END)::text AS recipient,
      blocked_by_artist_at IS NOT NULL AS "isBlockedByArtist", blocked_by_asker_at IS NOT NULL AS "isBlockedByAsker"
    FROM threads JOIN users AS artist ON artist.id = artist_id LEFT JOIN users AS asker ON asker.id = asker_id
    WHERE threads.id = ${id}::uuid FOR UPDATE OF threads`;
  if (!thread) throw new ExpectedError('not-found');
  return thread;
}

export type Standing = Pick<Locked, 'isArtistThere' | 'isAskerThere' | 'isBlockedByArtist' | 'isBlockedByAsker'>;

/** Why one side cannot write now, as the code of an error; null if it can. */
export function refusalOf(
  { isArtistThere, isAskerThere, isBlockedByArtist, isBlockedByAsker }: Standing,
  side: Side,
): 'nobody-reads' | 'blocked-by-you' | 'blocked-by-them' | null {
  if (!isArtistThere || !isAskerThere) return 'nobody-reads';
  const [own, theirs] =
    side === 'asker' ? [isBlockedByAsker, isBlockedByArtist] : [isBlockedByArtist, isBlockedByAsker];
  if (own) return 'blocked-by-you';
  return theirs ? 'blocked-by-them' : null;
}

/** @throws {ExpectedError} too-many-unanswered, if the last messages are all of this side */
async function requireAnswered(tx: Db, threadId: string, side: Side): Promise<void> {
  const last = await tx.threadMessage.findMany({
    where: { threadId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_UNANSWERED,
    select: { side: true },
  });
  if (last.length === MAX_UNANSWERED && last.every((message) => message.side === side))
    throw new ExpectedError('too-many-unanswered');
}

/**
 * Counts a message of one side of a thread.
 * @throws {ExpectedError} too-many-messages, try-later
 */
export async function countMessage(threadId: string, side: Side): Promise<void> {
  try {
    await countAttempt({ 'thread-message': `${threadId} ${side}` });
  } catch (error) {
    if (error instanceof LimitReached) throw new ExpectedError('too-many-messages');
    throw error;
  }
}
