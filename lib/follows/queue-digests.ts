import { type Db, db, Prisma } from '#lib/db.ts';
import { type FollowMailKind, MAX_WORKS_IN_MAIL } from '#lib/domain/follow-mail.ts';

const NEW_WORKS: FollowMailKind = 'new-works';
const BATCH = 100;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Queues the mails about new works that are due: one for each follower, over all artists whom they follow, and at most one a
 * day. The works that it is about are taken in the transaction that queues it, so no worker, killed or not, tells of a work
 * twice.
 * @param stop ends it between two followers.
 * @returns how many were queued
 */
export async function queueDigests(stop?: AbortSignal): Promise<number> {
  let queued = 0;
  for (;;) {
    const due = await db().$queryRaw<{ id: string }[]>`
      SELECT DISTINCT follower_id AS id FROM (
        SELECT follower_id FROM follow_news WHERE due_at <= now() ORDER BY due_at LIMIT ${BATCH}) AS first`;
    for (const { id } of due) {
      if (stop?.aborted) return queued;
      if (await db().$transaction((tx) => queueDigest(tx, id))) queued++;
    }
    if (due.length === 0) return queued;
  }
}

type Follower = { digestAt: Date | null; recipient: string | null };

async function queueDigest(tx: Db, followerId: string): Promise<boolean> {
  const [follower] = await tx.$queryRaw<Follower[]>`
    SELECT digest_at AS "digestAt", coalesce(
      followers.email::text,
      CASE WHEN email_proven_at IS NOT NULL AND suspended_at IS NULL AND closing_at IS NULL THEN users.email::text END
    ) AS recipient
    FROM followers LEFT JOIN users ON users.id = user_id
    WHERE followers.id = ${followerId}::uuid FOR UPDATE OF followers`;
  if (!follower) return false;
  const nextAt = follower.digestAt && new Date(follower.digestAt.getTime() + DAY_MS);
  if (nextAt && nextAt.getTime() > Date.now()) {
    // A work was published while the last mail was being queued.
    await tx.followNews.updateMany({ where: { followerId, dueAt: { lt: nextAt } }, data: { dueAt: nextAt } });
    return false;
  }
  const works = await takeNews(tx, followerId);
  if (works.length === 0 || follower.recipient === null) return false;
  const data = { posts: works.slice(0, MAX_WORKS_IN_MAIL), more: Math.max(0, works.length - MAX_WORKS_IN_MAIL) };
  await tx.message.create({
    data: { kind: NEW_WORKS, followerId, recipient: follower.recipient, data },
    select: { id: true },
  });
  await tx.follower.updateMany({ where: { id: followerId }, data: { digestAt: new Date() } });
  return true;
}

/** @returns the ids of the works that are still news, newest first */
async function takeNews(tx: Db, followerId: string): Promise<string[]> {
  const taken = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM follow_news WHERE follower_id = ${followerId}::uuid RETURNING post_id AS id`;
  const ids = taken.map(({ id }) => id);
  const works = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM posts WHERE id = ANY(${ids}::uuid[]) AND ${isNews(followerId)} ORDER BY listed_at DESC, id DESC`;
  return works.map(({ id }) => id);
}

/** On sale, and by somebody whom the follower still follows. */
const isNews = (followerId: string) => Prisma.sql`
  status = 'LISTED' AND hidden_at IS NULL AND EXISTS (
    SELECT FROM follows JOIN users ON users.id = follows.artist_id
    WHERE follower_id = ${followerId}::uuid AND follows.artist_id = posts.artist_id AND confirmed_at IS NOT NULL
      AND suspended_at IS NULL)`;
