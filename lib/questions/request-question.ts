import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_WAITING } from '#lib/domain/questions/question-limits.ts';
import type { QuestionMailKind } from '#lib/domain/questions/question-mail.ts';
import { requireAskable } from './require-askable.ts';

const CONFIRM: QuestionMailKind = 'confirm-question';

export type GuestQuestion = { slug: string; name: string; email: string; text: string };

/** Who asks: keyed hashes of an address and of the network around it; null if it is local. */
export type AskerAddress = { address: string | null; network: string | null };

/**
 * Keeps a guest's question and sends them a link: the artist gets it once they have used that. The mail has nothing in it that
 * they typed, because they may have typed somebody else's address.
 * @throws {ExpectedError} not-askable, too-many-questions, too-many-attempts, try-later
 */
export async function requestQuestion({ slug, ...question }: GuestQuestion, from: AskerAddress): Promise<void> {
  await countAttempt({ 'question-address': from.address, 'question-network': from.network });
  const post = await requireAskable({ slug }, null);
  const { email } = question;
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('asker ' || lower(${email}), 0))`;
    const waiting = await tx.waitingQuestion.findMany({
      where: { email },
      select: { id: true, postId: true, text: true, messages: { select: { createdAt: true } } },
    });
    const same = waiting.find(({ postId, text }) => postId === post.id && text === question.text);
    // The same form twice, or somebody who waits for the mail and asks again.
    if (same) {
      if (!mayMailAgain(same.messages)) return;
      await tx.message.create({
        data: { kind: CONFIRM, questionId: same.id, recipient: email },
        select: { id: true },
      });
      return;
    }
    if (waiting.length >= MAX_WAITING) throw new ExpectedError('too-many-questions');
    await tx.waitingQuestion.create({
      data: { ...question, postId: post.id, messages: { create: { kind: CONFIRM, recipient: email } } },
      select: { id: true },
    });
  });
}

const MAX_MAILS = 3;
const PAUSE_MS = 10 * 60 * 1_000;

/** Whether a question that waits may send its address another link. */
const mayMailAgain = (mails: readonly { createdAt: Date }[]): boolean =>
  mails.length < MAX_MAILS && mails.every(({ createdAt }) => createdAt.getTime() < Date.now() - PAUSE_MS);
