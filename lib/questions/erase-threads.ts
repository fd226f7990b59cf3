import { type Db, db, Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { sideOf, type ThreadRef, whereThread } from './thread-ref.ts';

/**
 * Deletes a thread for both sides, for who asked. If something in it was reported, its texts stay for the artist and the
 * moderators, and who asked is removed, also from the reports.
 * @throws {ExpectedError} not-found
 */
export async function eraseThread(ref: ThreadRef): Promise<void> {
  const thread = await db().thread.findFirst({ where: whereThread(ref), select: { id: true, artistId: true } });
  if (!thread || sideOf(ref, thread) !== 'asker') throw new ExpectedError('not-found');
  await db().$transaction((tx) => erase(tx, Prisma.sql`id = ${thread.id}::uuid`));
}

/**
 * The same for all threads of an account that is being closed, on either side, and for questions of its address that wait.
 * @param account `email` is null if its owner has not proven to read it
 */
export async function eraseThreadsOfAccount(
  tx: Db,
  { id, email }: { id: string; email: string | null },
): Promise<void> {
  if (email !== null) await tx.waitingQuestion.deleteMany({ where: { email } });
  for (const which of [
    Prisma.sql`asker_id = ${id}::uuid`,
    Prisma.sql`asker_email = ${email}::citext`,
    Prisma.sql`artist_id = ${id}::uuid`,
  ])
    await erase(tx, which);
}

async function erase(tx: Db, which: Prisma.Sql): Promise<void> {
  const isReported = Prisma.sql`EXISTS (
    SELECT FROM thread_messages WHERE thread_id = threads.id AND reported_at IS NOT NULL)`;
  await tx.$executeRaw`DELETE FROM threads WHERE ${which} AND NOT ${isReported}`;
  // Their mails too, sent or not: they have the recipient.
  await tx.$executeRaw`DELETE FROM messages WHERE thread_id IN (SELECT id FROM threads WHERE ${which})`;
  await forgetInCases(tx, which);
  await tx.$executeRaw`
    UPDATE threads SET asker_id = NULL, asker_email = NULL, asker_name = '', awaits_since = NULL,
      link_token = NULL, asker_reply_token = NULL, artist_reply_token = NULL
    WHERE ${which}`;
}

/** The cases about messages of who asked are nobody's any more, and what they have answered goes. */
async function forgetInCases(tx: Db, which: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    WITH forgotten AS (
      UPDATE report_cases SET artist_id = NULL
      WHERE subject_kind = 'message' AND subject_id IN (
        SELECT id::text FROM thread_messages
        WHERE side = 'asker' AND reported_at IS NOT NULL AND thread_id IN (SELECT id FROM threads WHERE ${which}))
      RETURNING id)
    UPDATE case_decisions SET answer = NULL, counter_notice = NULL WHERE case_id IN (SELECT id FROM forgotten)`;
}
