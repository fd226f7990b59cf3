import { randomBytes } from 'node:crypto';
import type { Db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_THREADS_A_DAY } from '#lib/domain/questions/question-limits.ts';
import { newToken } from '#lib/tokens/token-hash.ts';
import type { AskablePost } from './require-askable.ts';
import { type Asker, askedBy } from './thread-ref.ts';

/** As lib/domain/questions/question-mail.ts reads it. */
const newReplyToken = () => randomBytes(20).toString('hex');

type KnownThreads = { id: string | null; isBlockedByAsker: boolean; isBlockedByArtist: boolean; today: number };

/**
 * The thread of an asker about a work, begun if need be: asking again about a work goes on in it. While either has blocked the
 * other none is begun about another work either. Runs in the caller's transaction.
 * @param name as a guest typed it; '' for an account
 * @returns its id
 * @throws {ExpectedError} blocked-by-you, blocked-by-them, too-many-questions
 */
export async function openThread(tx: Db, post: AskablePost, asker: Asker, name: string): Promise<string> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('asker ' || lower(${asker.email}), 0))`;
  const mine = askedBy(asker);
  const [known] = await tx.$queryRaw<KnownThreads[]>`
    SELECT (SELECT id FROM threads WHERE post_id = ${post.id}::uuid AND ${mine} ORDER BY created_at LIMIT 1) AS id,
      EXISTS (SELECT FROM threads WHERE ${mine} AND artist_id = ${post.artistId}::uuid AND blocked_by_asker_at IS NOT NULL)
        AS "isBlockedByAsker",
      EXISTS (SELECT FROM threads WHERE ${mine} AND artist_id = ${post.artistId}::uuid AND blocked_by_artist_at IS NOT NULL)
        AS "isBlockedByArtist",
      (SELECT count(*)::int FROM threads WHERE ${mine} AND last_at > now() - interval '1 day'
        AND created_at > now() - interval '1 day') AS today`;
  if (known?.isBlockedByAsker) throw new ExpectedError('blocked-by-you');
  if (known?.isBlockedByArtist) throw new ExpectedError('blocked-by-them');
  if (known?.id) return known.id;
  if ((known?.today ?? 0) >= MAX_THREADS_A_DAY) throw new ExpectedError('too-many-questions');
  const created = await tx.thread.create({
    data: {
      ...{ postId: post.id, workTitle: post.title, artistId: post.artistId },
      ...{ askerId: asker.userId, askerEmail: asker.userId ? null : asker.email, askerName: name },
      ...{ linkToken: newToken(), askerReplyToken: newReplyToken(), artistReplyToken: newReplyToken() },
    },
    select: { id: true },
  });
  return created.id;
}
