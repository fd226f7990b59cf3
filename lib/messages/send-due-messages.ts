import { z } from 'zod';
import { db } from '#lib/db.ts';
import type { AccountMailKind } from '#lib/domain/account-mail.ts';
import type { FollowMailKind } from '#lib/domain/follow-mail.ts';
import { ERASURE_MAIL } from '#lib/domain/leaving.ts';
import type { ThreadMailKind } from '#lib/domain/questions/question-mail.ts';
import type { ReportMailKind } from '#lib/domain/reports/report.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';
import { env } from '#lib/env.ts';
import { logFailure } from '#lib/logger.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { sendMail } from './mail.ts';
import type { MailContent } from './mail-content.ts';
import { isAtMailLimit } from './mail-limit.ts';
import { prepareAccountMail } from './prepare-account-mail.ts';
import { prepareErasureMail } from './prepare-erasure-mail.ts';
import { prepareFollowMail } from './prepare-follow-mail.ts';
import { prepareQuestionMail } from './prepare-question-mail.ts';
import { prepareReportMail } from './prepare-report-mail.ts';
import { prepareSaleMail } from './prepare-sale-mail.ts';
import { prepareThreadMail } from './prepare-thread-mail.ts';
import { renderMail } from './render-mail.ts';
import type { MailAddress } from './reply-address.ts';

const LEASE_SECONDS = 60;
/** How long a mail waits whose address has got too many. */
const POSTPONE_MS = 15 * 60 * 1_000;

/**
 * Sends due rows of the table messages. Workers may call it concurrently: each message is leased first. Only a crash
 * between the mail server's acceptance and our update leads to a second mail, with the same Message-ID, by which mail
 * programs recognize it.
 * @returns how many were sent.
 */
export async function sendDueMessages(): Promise<number> {
  const leased = await db().$queryRaw<{ id: string; attempts: number }[]>`
    UPDATE messages SET due_at = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
    WHERE id IN (SELECT id FROM messages WHERE sent_at IS NULL AND due_at <= now()
                 ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts`;
  let sent = 0;
  for (const { id, attempts } of leased) {
    try {
      if (await sendMessage(id)) sent++;
    } catch (error) {
      logFailure('a message could not be sent and will be retried', error, { messageId: id, attempts });
      const delay = Math.min(60 * 60, 5 * 2 ** attempts) * 1000;
      const lastError = error instanceof Error ? error.message : String(error);
      await db().message.updateMany({ where: { id }, data: { lastError, dueAt: new Date(Date.now() + delay) } });
    }
  }
  return sent;
}

/** @returns false if it waits, or its account is gone. */
async function sendMessage(id: string): Promise<boolean> {
  const message = await db().message.findFirst({
    where: { id },
    select: { ...ABOUT, kind: true, recipient: true, data: true },
  });
  if (!message) return false;
  const { kind, recipient, userId } = message;
  if (userId && (await isAtMailLimit(kind as AccountMailKind, recipient))) {
    await db().message.updateMany({ where: { id }, data: { dueAt: new Date(Date.now() + POSTPONE_MS) } });
    return false;
  }
  const prepared = await prepare(message);
  if (prepared) {
    const base = env().NEXTAUTH_URL;
    const mail = renderMail(prepared.content, { name: knownShop().name, url: base });
    const messageId = `<${id}@${new URL(base).hostname}>`;
    const { to = recipient, replyTo, unsubscribeUrl, fromName } = prepared;
    await sendMail({ ...mail, to, replyTo, messageId, unsubscribeUrl, fromName });
  }
  await db().message.updateMany({ where: { id }, data: { sentAt: new Date(), lastError: null } });
  return true;
}

/** What a message may be about. */
const ABOUT = {
  orderId: true,
  userId: true,
  followerId: true,
  questionId: true,
  threadId: true,
  reportId: true,
} as const;

type Message = { kind: string; recipient: string; data: unknown } & Record<keyof typeof ABOUT, string | null>;

type Prepared = {
  content: MailContent;
  replyTo: MailAddress | null;
  unsubscribeUrl?: string | null;
  /** If not to the recipient of the row. */
  to?: string;
  fromName?: string | null;
};

async function prepare({ kind, recipient, data, ...about }: Message): Promise<Prepared | null> {
  const { orderId, followerId, questionId, threadId, reportId, userId } = about;
  if (orderId) return prepareMailOfOrder(kind, { orderId, recipient });
  if (followerId) return prepareMailToFollower(kind as FollowMailKind, { followerId, data });
  if (threadId) return prepareThreadMail({ kind: kind as ThreadMailKind, threadId, data });
  if (questionId) {
    const content = await prepareQuestionMail(questionId);
    return content && { content, replyTo: null };
  }
  if (reportId) return { content: await prepareReportMail(kind as ReportMailKind, reportId), replyTo: null };
  return prepareMailOf({ kind: kind as AccountMailKind, recipient, userId, data });
}

async function prepareMailToFollower(
  kind: FollowMailKind,
  row: { followerId: string; data: unknown },
): Promise<Prepared | null> {
  const prepared = await prepareFollowMail({ kind, ...row });
  return prepared && { ...prepared, replyTo: null };
}

async function prepareMailOfOrder(
  kind: string,
  { orderId, recipient }: { orderId: string; recipient: string },
): Promise<Prepared | null> {
  if (kind !== ERASURE_MAIL) return prepareSaleMail(kind as MessageKind, orderId);
  const content = await prepareErasureMail(orderId, recipient);
  return content && { content, replyTo: null };
}

type Row = { kind: AccountMailKind; recipient: string; userId: string | null; data: unknown };

async function prepareMailOf({ kind, recipient, userId, data }: Row): Promise<Prepared | null> {
  // A constraint of the table ensures that there is one.
  if (!userId) throw new Error('a message is about nothing');
  const content = await prepareAccountMail({
    kind,
    userId,
    recipient,
    data: z.record(z.string(), z.string()).parse(data ?? {}),
  });
  return content && { content, replyTo: null };
}
