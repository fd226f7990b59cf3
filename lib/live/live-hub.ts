import { setTimeout } from 'node:timers/promises';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { dedicatedRedis } from '#lib/redis.ts';
import { type LiveMessage, liveMessageSchema } from '#lib/schemas/live.ts';
import { LIVE_CHANNEL } from './announce.ts';

type Listener = (message: LiveMessage) => void;
type LivePost = NonNullable<LiveMessage['post']>;
type Hub = { listeners: Set<Listener>; recent: Map<string, { post: LivePost; at: number }>; started: boolean };

/** How long a change is told again to those who begin to listen, milliseconds: longer than a page takes to come up. */
const RECENT = 60_000;
const MAX_RECENT = 500;

// Next loads this module once per bundle; the subscription is one per process.
const shared = globalThis as typeof globalThis & { makeYourSpaceHub?: Hub };
shared.makeYourSpaceHub ??= { listeners: new Set(), recent: new Map(), started: false };
const hub = shared.makeYourSpaceHub;

/** Calls `listener` for every change from now on. @returns the function that stops it. */
export function listen(listener: Listener): () => void {
  hub.listeners.add(listener);
  return () => hub.listeners.delete(listener);
}

/**
 * The last minute's changes, the oldest first, one a post. A page that was drawn before a change and
 * began to listen after it would never hear of it otherwise.
 */
export function recentPosts(): LivePost[] {
  const since = Date.now() - RECENT;
  return [...hub.recent.values()].filter(({ at }) => at >= since).map(({ post }) => post);
}

function remember(post: LivePost): void {
  // Taken out first, so that the map stays in the order of time.
  hub.recent.delete(post.id);
  hub.recent.set(post.id, { post, at: Date.now() });
  const oldest = hub.recent.keys().next();
  if (hub.recent.size > MAX_RECENT && !oldest.done) hub.recent.delete(oldest.value);
}

export function listenerCount(): number {
  return hub.listeners.size;
}

/**
 * Subscribes this web process, once. For each change the cached pages are refreshed first, then the
 * listeners are told, so that a page which reloads itself finds the new state. After a lost
 * connection everything is refreshed, because nobody knows what was missed.
 */
export function startLiveHub(): void {
  if (hub.started) return;
  hub.started = true;
  const subscriber = dedicatedRedis();
  let readyBefore = false;
  subscriber.on('ready', () => {
    if (readyBefore) void take({ tags: ALL_TAGS, post: null, orderId: null });
    readyBefore = true;
  });
  subscriber.on('message', (_channel, text) => {
    const message = parseMessage(text);
    if (message) void take(message);
  });
  subscriber.subscribe(LIVE_CHANNEL).catch((error) => logger().warn({ err: error }, 'live updates wait for Redis'));
}

/** So often the cached pages are refreshed at most, milliseconds from begin to begin. */
const LEAST_INTERVAL = 250;
/** The same where a refresh failed, because this process was too busy to hear its own request. */
const RETRY_INTERVAL = 1_000;
/** Of more than so many tags nobody asks which: everything is refreshed. */
const MAX_TAGS = 1_000;
const ALL_TAGS = ['gallery', 'posts', 'rates'];
const waiting: LiveMessage[] = [];
let isRefreshing = false;

/**
 * The first change is shown at once. What comes during the next quarter of a second shares the refresh after it, however much it
 * is: each refresh has the gallery drawn again in every currency that somebody asks for.
 */
async function take(message: LiveMessage): Promise<void> {
  waiting.push(message);
  if (isRefreshing) return;
  isRefreshing = true;
  let owed: string[] = [];
  for (let batch = waiting.splice(0); batch.length > 0 || owed.length > 0; batch = waiting.splice(0)) {
    const begun = performance.now();
    const tags = [...new Set([...owed, ...batch.flatMap((each) => each.tags)])];
    const isDone = await refreshOwnCache(tags.length > MAX_TAGS ? ALL_TAGS : tags);
    // A page that stays old for ten minutes is worse than another try.
    owed = isDone ? [] : tags;
    for (const each of batch) tell(each);
    const interval = isDone ? LEAST_INTERVAL : RETRY_INTERVAL;
    await setTimeout(Math.max(0, begun + interval - performance.now()), undefined, { ref: false });
  }
  isRefreshing = false;
}

function tell(message: LiveMessage): void {
  if (message.post) remember(message.post);
  for (const listener of hub.listeners) listener(message);
}

function parseMessage(text: string): LiveMessage | null {
  try {
    return liveMessageSchema.parse(JSON.parse(text));
  } catch (error) {
    logger().warn({ err: error }, 'a live message could not be read');
    return null;
  }
}

/** Next refreshes tags only inside a request, so this process sends itself one. @returns is it done? */
async function refreshOwnCache(tags: string[]): Promise<boolean> {
  if (tags.length === 0) return true;
  try {
    const response = await fetch(`http://127.0.0.1:${env().PORT}/api/internal/refresh`, {
      method: 'POST',
      headers: { authorization: `Bearer ${env().INTERNAL_SECRET}`, 'content-type': 'application/json' },
      body: JSON.stringify({ tags }),
      signal: AbortSignal.timeout(2_000),
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return true;
  } catch (error) {
    logger().warn({ err: error, tags }, 'cached pages could not be refreshed yet');
    return false;
  }
}
