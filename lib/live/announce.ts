import { db } from '#lib/db.ts';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import { logger } from '#lib/logger.ts';
import { redis } from '#lib/redis.ts';
import type { LiveMessage } from '#lib/schemas/live.ts';

/** The Redis channel that every web process listens to. */
export const LIVE_CHANNEL = 'live';

type Announcement = { postId: string; orderId: string | null; done(): void };

const MAX_BATCH = 50;
const waiting: Announcement[] = [];
let isPublishing = false;

/**
 * Announces a committed change to every web process, which refreshes its cached pages and then notifies open pages. The
 * state is read here again, so a message is never older than the database. A failure is only logged: cached pages
 * expire by themselves, and the database decides about sales.
 */
export async function announceSale(change: { orderId: string; postId: string } | null): Promise<void> {
  if (!change) return;
  await announcePost(change.postId, change.orderId);
}

/** The same for a post. Calls during a running announcement are announced together afterwards. */
export function announcePost(postId: string, orderId: string | null = null): Promise<void> {
  return new Promise((resolve) => {
    waiting.push({ postId, orderId, done: resolve });
    if (!isPublishing) void publishWaiting();
  });
}

async function publishWaiting(): Promise<void> {
  isPublishing = true;
  for (let batch = waiting.splice(0, MAX_BATCH); batch.length > 0; batch = waiting.splice(0, MAX_BATCH)) {
    await publishPosts(batch).catch((error) =>
      logger().warn({ err: error, posts: batch.map(({ postId }) => postId) }, 'changes could not be announced'),
    );
    for (const { done } of batch) done();
  }
  isPublishing = false;
}

async function publishPosts(batch: Announcement[]): Promise<void> {
  const ids = batch.map(({ postId }) => postId);
  const posts = await db().$queryRaw<
    { id: string; slug: string; status: PostStatus; heldUntil: Date | null; isHidden: boolean; username: string }[]
  >`
    SELECT posts.id, slug, status, held_until AS "heldUntil", hidden_at IS NOT NULL AS "isHidden", username::text
    FROM posts JOIN users ON users.id = artist_id WHERE posts.id = ANY(${ids}::uuid[])`;
  const byId = new Map(posts.map((post) => [post.id, post]));
  const messages = batch.map(({ postId, orderId }): LiveMessage => {
    const post = byId.get(postId);
    if (!post) return { tags: ['gallery'], post: null, orderId };
    const { id, slug, status, heldUntil, isHidden, username } = post;
    return {
      tags: ['gallery', `post:${slug}`, `artist:${username.toLowerCase()}`],
      post: { id, status, heldUntil: heldUntil?.toISOString() ?? null, ...(isHidden && { isHidden }) },
      orderId,
    };
  });
  await Promise.all(messages.map(publish));
}

/** Refreshes cached pages by tag, for changes that are not about one post, such as an artist's new name. */
export async function announceTags(tags: string[]): Promise<void> {
  await publish({ tags, post: null, orderId: null }).catch((error) =>
    logger().warn({ err: error, tags }, 'a change could not be announced'),
  );
}

/** After a suspension or its end: refreshes cached pages, and tells open ones that the artist's works are hidden or back. */
export async function announceArtist(artist: { username: string; isHidden: boolean }, tags: string[]): Promise<void> {
  await publish({ tags, post: null, orderId: null, artist }).catch((error) =>
    logger().warn({ err: error, tags }, 'a suspension could not be announced; the database refuses to sell the works'),
  );
}

/**
 * Ends the live streams of all sessions of an account, in every web process.
 * @param kept a session whose streams stay.
 * @param tags cached pages to refresh as well.
 */
export async function announceEndedSessions(
  userId: string,
  { tags = [], kept }: { tags?: string[]; kept?: string } = {},
): Promise<void> {
  await announceEnd({ tags, endedSessionsOf: userId, ...(kept && { keptSession: kept }) });
}

/** Ends the live streams of one session, in every web process. */
export async function announceEndedSession(sessionId: string): Promise<void> {
  await announceEnd({ tags: [], endedSession: sessionId });
}

async function announceEnd(message: Omit<LiveMessage, 'post' | 'orderId'>): Promise<void> {
  await publish({ ...message, post: null, orderId: null }).catch((error) =>
    logger().warn({ err: error }, 'ended sessions could not be announced; a regular check ends their streams'),
  );
}

async function publish(message: LiveMessage): Promise<void> {
  await redis().publish(LIVE_CHANNEL, JSON.stringify(message));
}
