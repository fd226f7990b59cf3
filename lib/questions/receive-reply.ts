import { db } from '#lib/db.ts';
import { type ErrorCode, ExpectedError } from '#lib/domain/errors.ts';
import { MAX_REFUSALS_A_DAY, QUESTION_LIMITS } from '#lib/domain/questions/question-limits.ts';
import type { ThreadMailKind } from '#lib/domain/questions/question-mail.ts';
import { isLonger, storable } from '#lib/schemas/text.ts';
import { addMessage, countMessage } from './add-message.ts';
import { type ParsedReply, parseReply } from './parse-reply.ts';
import type { Side } from './thread-ref.ts';

const REFUSED: ThreadMailKind = 'reply-refused';

/** What became of a mail: `stored`, or why it was not. `refused`: its writer gets a mail that says why. */
export type ReplyOutcome = 'stored' | 'repeated' | 'automatic' | 'unknown' | 'refused' | 'unreadable';

/**
 * Passes a reply by mail on to the thread that its address belongs to. Who the mail says that it is from does not matter: the
 * token in the address decides.
 * @throws {ExpectedError} try-later
 */
export async function receiveReply(raw: Buffer): Promise<ReplyOutcome> {
  const reply = await parseReply(raw);
  if (!reply) return 'unreadable';
  if (reply.isAutomatic) return 'automatic';
  const found = await findThread(reply.tokens);
  if (!found) return 'unknown';
  try {
    const isNew = await addReply(found, reply);
    return isNew ? 'stored' : 'repeated';
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.code === 'try-later') throw error;
    await tellWhy(found, error.code);
    return 'refused';
  }
}

type Found = {
  threadId: string;
  side: Side;
  /** Where mails to this side go, which a mail program may have quoted; null if there is none. */
  address: string | null;
};

async function findThread(tokens: readonly string[]): Promise<Found | null> {
  for (const token of new Set(tokens.slice(0, 10))) {
    const thread = await db().thread.findFirst({
      where: { OR: [{ askerReplyToken: token }, { artistReplyToken: token }] },
      select: {
        ...{ id: true, artistReplyToken: true, askerEmail: true },
        ...{ artist: { select: { email: true } }, asker: { select: { email: true } } },
      },
    });
    if (!thread) continue;
    const { id: threadId, artist, asker, askerEmail } = thread;
    return thread.artistReplyToken === token
      ? { threadId, side: 'artist', address: artist.email }
      : { threadId, side: 'asker', address: asker?.email ?? askerEmail };
  }
  return null;
}

async function addReply({ threadId, side, address }: Found, reply: ParsedReply): Promise<boolean> {
  const creationKey = `mail ${reply.key}`;
  // A mail server that delivers it again does not use up what its writer may send.
  if ((await db().threadMessage.count({ where: { threadId, creationKey } })) > 0) return false;
  const text = withoutAddress(storable(reply.text).toWellFormed(), address);
  if (text === '') throw new ExpectedError('empty-reply');
  if (isLonger(text, QUESTION_LIMITS.text)) throw new ExpectedError('reply-too-long');
  await countMessage(threadId, side);
  const { attachmentsDropped } = reply;
  return db().$transaction((tx) => addMessage(tx, threadId, side, { text, creationKey, attachmentsDropped }));
}

/** Quoted heads have the writer's address, and not all of them are found. */
const withoutAddress = (text: string, address: string | null): string =>
  address ? text.replace(new RegExp(address.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu'), '…') : text;

/** To the address that is stored, not to the one in the mail; a few times a day, so that two programs do not go on for ever. */
async function tellWhy({ threadId, side }: Found, code: ErrorCode): Promise<void> {
  const since = new Date(Date.now() - 24 * 60 * 60 * 1_000);
  const told = await db().message.count({
    where: { threadId, kind: REFUSED, createdAt: { gt: since }, data: { path: ['side'], equals: side } },
  });
  if (told >= MAX_REFUSALS_A_DAY) return;
  await db().message.create({
    data: { kind: REFUSED, threadId, recipient: '', data: { side, code } },
    select: { id: true },
  });
}
