import { z } from 'zod';
import { db } from '#lib/db.ts';
import { ExpectedError, isErrorCode } from '#lib/domain/errors.ts';
import { REPLY_LINE, type ThreadMailKind, threadReplyAddress } from '#lib/domain/questions/question-mail.ts';
import { GONE_ASKER } from '#lib/domain/questions/thread-dto.ts';
import { senderParts } from '#lib/domain/shop-name.ts';
import { env } from '#lib/env.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { composeThreadMail } from './compose-thread-mail.ts';
import type { MailContent } from './mail-content.ts';
import { mailPerson, mailPicture, PICTURE_COLUMNS } from './mail-pictures.ts';
import { inOneLine, type MailAddress } from './reply-address.ts';

type Prepared = {
  content: MailContent;
  /** Where it goes now: the account's address may have changed since it was queued. */
  to: string;
  /** The shop's own address for replies; null where the shop takes no replies by mail. */
  replyTo: MailAddress | null;
  /** The name beside the shop's address; null for the shop itself. */
  fromName: string | null;
};
type Row = { kind: ThreadMailKind; threadId: string; data: unknown };

const dataSchema = z.object({
  messageId: z.uuid().optional(),
  side: z.enum(['asker', 'artist']).optional(),
  code: z.string().refine(isErrorCode).optional(),
});

const IS_THERE = { suspendedAt: true, closingAt: true, email: true, displayName: true } as const;

/**
 * A mail about a thread to one of its sides; null if there is nothing to say any more, or nobody to say it to. No address of
 * either side is in it.
 */
export async function prepareThreadMail({ kind, threadId, data }: Row): Promise<Prepared | null> {
  const { messageId, side: named, code } = dataSchema.parse(data ?? {});
  const thread = await findThread(threadId);
  const message = messageId
    ? await db().threadMessage.findFirst({
        where: { id: messageId, threadId },
        select: { side: true, text: true, attachmentsDropped: true },
      })
    : null;
  if (!thread || (kind === 'thread-message' && !message)) return null;
  if (kind === 'thread-reminder' && thread.awaitsSince === null) return null;
  const { artist, asker } = thread;
  // The one who wrote, and the one who is told.
  const toSide = message ? (message.side === 'asker' ? 'artist' : 'asker') : (named ?? 'artist');
  const reader = toSide === 'artist' ? artist : asker;
  const to = reader?.email ?? (toSide === 'asker' ? thread.askerEmail : null);
  // One's own block is a reason for which a reply is refused.
  const isBlocked =
    kind !== 'reply-refused' && (toSide === 'artist' ? thread.blockedByArtistAt : thread.blockedByAskerAt);
  if (!to || reader?.suspendedAt || reader?.closingAt || isBlocked) return null;
  const base = env().NEXTAUTH_URL;
  const { name: shop } = knownShop();
  const askerName = asker?.displayName || thread.askerName || GONE_ASKER;
  const writer = toSide === 'artist' ? askerName : artist.displayName;
  const token = toSide === 'artist' ? thread.artistReplyToken : thread.askerReplyToken;
  const sender = senderParts(env().MAIL_FROM).address;
  const replyTo =
    env().INBOUND_MAIL_SECRET && token ? { name: shop, address: threadReplyAddress(token, sender) } : null;
  const content = composeThreadMail(kind, {
    shop,
    work: thread.workTitle,
    writer,
    toSide,
    text: message?.text ?? '',
    attachmentsDropped: message?.attachmentsDropped ?? 0,
    refusal: code ? new ExpectedError(code).message : '',
    url: `${base}${toSide === 'asker' && !asker ? `/messages?token=${thread.linkToken}` : `/dashboard/messages/${threadId}`}`,
    canReply: replyTo !== null,
    isGuest: toSide === 'asker' && !asker,
  });
  const [image] = thread.post?.images ?? [];
  return {
    content: {
      ...content,
      ...(replyTo && { replyLine: REPLY_LINE }),
      picture: image && mailPicture(image, base),
      person: toSide === 'asker' ? mailPerson(artist, base) : undefined,
    },
    ...{ to, replyTo },
    fromName: kind === 'thread-message' ? `${inOneLine(writer)} via ${shop}` : null,
  };
}

const findThread = (id: string) =>
  db().thread.findFirst({
    where: { id, artist: { closedAt: null } },
    select: {
      ...{ workTitle: true, askerName: true, askerEmail: true, linkToken: true, awaitsSince: true },
      ...{ askerReplyToken: true, artistReplyToken: true, blockedByArtistAt: true, blockedByAskerAt: true },
      artist: { select: { ...IS_THERE, username: true, place: true, portraitKey: true } },
      asker: { select: IS_THERE },
      post: { select: { images: PICTURE_COLUMNS } },
    },
  });
