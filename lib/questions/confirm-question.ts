import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import { tokenHash } from '#lib/tokens/token-hash.ts';
import { addMessage } from './add-message.ts';
import { openThread } from './open-thread.ts';
import { requireAskable } from './require-askable.ts';
import type { Asker } from './thread-ref.ts';

export type Unconfirmed = { name: string; text: string; work: string };

/** The question that a link is about, without using it up; null if it has ended or was used. */
export async function findUnconfirmedQuestion(token: string): Promise<Unconfirmed | null> {
  const hash = tokenHash(token);
  const found =
    hash &&
    (await db().waitingQuestion.findFirst({
      where: { tokenHash: hash, createdAt: { gt: keptSince(KEPT_SECONDS.waitingQuestion) } },
      select: { name: true, text: true, post: { select: { title: true } } },
    }));
  return found && { name: found.name, text: found.text, work: found.post.title };
}

type Waiting = { id: string; postId: string; email: string; name: string; text: string };

/**
 * Uses a link up: the artist gets the question. Somebody whose address is an account's asks as that account.
 * @returns the token of the link with which they read the thread
 * @throws {ExpectedError} link-ended, not-askable, own-question, suspended, blocked-by-them, blocked-by-you, nobody-reads,
 *   too-many-unanswered, too-many-questions
 */
export async function confirmQuestion(token: string): Promise<string> {
  return db().$transaction(async (tx) => {
    const [question] = await tx.$queryRaw<Waiting[]>`
      DELETE FROM waiting_questions
      WHERE token_hash = ${tokenHash(token)} AND created_at > ${keptSince(KEPT_SECONDS.waitingQuestion)}
      RETURNING id, post_id AS "postId", email::text AS email, name, text`;
    if (!question) throw new ExpectedError('link-ended');
    const account = await tx.user.findFirst({
      where: { email: question.email, emailProvenAt: { not: null }, closedAt: null },
      select: { id: true, suspendedAt: true },
    });
    if (account?.suspendedAt) throw new ExpectedError('suspended');
    const post = await requireAskable({ id: question.postId }, account?.id ?? null, tx);
    const asker: Asker = { userId: account?.id ?? null, email: question.email };
    const threadId = await openThread(tx, post, asker, account ? '' : question.name);
    await addMessage(tx, threadId, 'asker', { text: question.text, creationKey: question.id });
    const thread = await tx.thread.findFirst({ where: { id: threadId }, select: { linkToken: true } });
    if (!thread?.linkToken) throw new Error('a thread with an asker has no link');
    return thread.linkToken;
  });
}
