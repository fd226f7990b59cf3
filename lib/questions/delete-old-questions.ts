import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';

/** Deletes questions that nobody has confirmed, threads in which nobody has written for long, and mails that were sent long ago. */
export async function deleteOldQuestions(): Promise<void> {
  await db().waitingQuestion.deleteMany({ where: { createdAt: { lt: keptSince(KEPT_SECONDS.waitingQuestion) } } });
  await db().thread.deleteMany({ where: { lastAt: { lt: keptSince(KEPT_SECONDS.thread) } } });
  await db().message.deleteMany({
    where: { threadId: { not: null }, sentAt: { lt: keptSince(KEPT_SECONDS.threadMail) } },
  });
}
