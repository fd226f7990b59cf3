import { db } from '#lib/db.ts';
import { logger } from '#lib/logger.ts';
import { redis } from '#lib/redis.ts';
import type { LiveMessage } from '#lib/schemas/live.ts';

/** The Redis channel that every web process listens to. */
export const LIVE_CHANNEL = 'live';

/**
 * Tells every web process what changed, after the commit: each refreshes its cached pages, then tells
 * the pages that are open. The state is read anew here, so a message never says something older than
 * the database. A failure is only logged: caches renew themselves, and the database decides.
 */
export async function announceSale(change: { orderId: string; postId: string } | null): Promise<void> {
  if (!change) return;
  await announcePost(change.postId, change.orderId);
}

export async function announcePost(postId: string, orderId?: string): Promise<void> {
  try {
    const post = await db().post.findUnique({
      where: { id: postId },
      select: { id: true, slug: true, status: true, heldUntil: true, artist: { select: { username: true } } },
    });
    const tags = post ? ['gallery', `post:${post.slug}`, `artist:${post.artist.username.toLowerCase()}`] : ['gallery'];
    await publish({
      tags,
      post: post && { id: post.id, status: post.status, heldUntil: post.heldUntil?.toISOString() ?? null },
      orderId: orderId ?? null,
    });
  } catch (error) {
    logger().warn({ err: error, postId }, 'a change could not be announced');
  }
}

/** Refreshes cached pages that no single post stands for, such as an artist's after a change of name. */
export async function announceTags(tags: string[]): Promise<void> {
  await publish({ tags, post: null, orderId: null }).catch((error) =>
    logger().warn({ err: error, tags }, 'a change could not be announced'),
  );
}

/**
 * Ends the live streams that were opened with a session of this account, on every web process.
 * @param tags cached pages that change with it.
 */
export async function announceEndedSessions(userId: string, tags: string[] = []): Promise<void> {
  await publish({ tags, post: null, orderId: null, endedSessionsOf: userId }).catch((error) =>
    logger().warn({ err: error, userId }, 'the end of sessions could not be announced; it is found within seconds'),
  );
}

async function publish(message: LiveMessage): Promise<void> {
  await redis().publish(LIVE_CHANNEL, JSON.stringify(message));
}
