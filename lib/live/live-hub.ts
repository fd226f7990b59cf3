import { setTimeout } from 'node:timers/promises';
import { env, ownOrigin } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { dedicatedRedis } from '#lib/redis.ts';
import { type LiveMessage, liveMessageSchema } from '#lib/schemas/live.ts';
import { SHOP_TAG } from '#lib/settings/known-shop.ts';
import { refreshShop } from '#lib/settings/refresh-shop.ts';
import { LIVE_CHANNEL } from './announce.ts';

type Listener = (message: LiveMessage) => void;
type LivePost = NonNullable<LiveMessage['post']>;
type Hub = { listeners: Set<Listener>; recent: Map<string, { post: LivePost; at: number }>; started: boolean };

/** How long changes are repeated to new listeners: longer than a page takes to load. */
const RECENT_MS = 60_000;
const MAX_RECENT_POSTS = 500;

// Next loads this module once per bundle, but a process must subscribe only once.
const shared = globalThis as typeof globalThis & { makeYourSpaceHub?: Hub };
shared.makeYourSpaceHub ??= { listeners: new Set(), recent: new Map(), started: false };
const hub = shared.makeYourSpaceHub;

/** Calls `listener` for every change from now on. @returns a function that stops it. */
export function listen(listener: Listener): () => void {
  hub.listeners.add(listener);
  return () => hub.listeners.delete(listener);
}

/**
 * The last minute's changes, oldest first, one per post. A page rendered before a change that starts listening after it
 * would miss the change otherwise.
 */
export function recentPosts(): LivePost[] {
  const since = Date.now() - RECENT_MS;
  return [...hub.recent.values()].filter(({ at }) => at >= since).map(({ post }) => post);
}

function addRecentPost(post: LivePost): void {
  // Deleted first, so that the map stays in chronological order.
  hub.recent.delete(post.id);
  hub.recent.set(post.id, { post, at: Date.now() });
  const oldest = hub.recent.keys().next();
  if (hub.recent.size > MAX_RECENT_POSTS && !oldest.done) hub.recent.delete(oldest.value);
}

export function listenerCount(): number {
  return hub.listeners.size;
}

/**
 * Subscribes this web process, once. For each change cached pages are refreshed before listeners are notified, so that
 * a page that reloads itself gets the new state. After a lost connection everything is refreshed, since messages may
 * have been missed.
 */
export function startLiveHub(): void {
  if (hub.started) return;
  hub.started = true;
  const subscriber = dedicatedRedis();
  let readyBefore = false;
  subscriber.on('ready', () => {
    if (readyBefore) refreshPages(ALL_TAGS);
    readyBefore = true;
  });
  subscriber.on('message', (_channel, text) => {
    const message = parseMessage(text);
    if (message) void handleMessage(message);
  });
  subscriber
    .subscribe(LIVE_CHANNEL)
    .catch((error) => logger().warn({ err: error }, 'live updates are waiting for Redis'));
}

/** Refreshes cached pages of this process alone. */
export function refreshPages(tags: string[]): void {
  void handleMessage({ tags, post: null, orderId: null });
}

/** The minimum time between the starts of two refreshes. */
const MIN_INTERVAL_MS = 250;
/** The same after a failed refresh, when this process was too busy to respond to its own request. */
const RETRY_INTERVAL_MS = 1_000;
/** Above this many tags everything is refreshed. */
const MAX_TAGS = 1_000;
const ALL_TAGS = ['gallery', 'posts', 'rates', SHOP_TAG];
const waiting: LiveMessage[] = [];
let isRefreshing = false;

/**
 * The first change is shown at once. All changes in the next quarter of a second share one refresh, because after each
 * refresh the gallery is rendered again in every requested currency.
 */
async function handleMessage(message: LiveMessage): Promise<void> {
  waiting.push(message);
  if (isRefreshing) return;
  isRefreshing = true;
  let failedTags: string[] = [];
  for (let batch = waiting.splice(0); batch.length > 0 || failedTags.length > 0; batch = waiting.splice(0)) {
    const startedAt = performance.now();
    const tags = [...new Set([...failedTags, ...batch.flatMap((each) => each.tags)])];
    // Pages are rendered with what the process knows of the shop. If it cannot be read, `watchShop` will.
    if (tags.includes(SHOP_TAG)) await refreshShop().catch(() => {});
    const isRefreshed = await refreshOwnCache(tags.length > MAX_TAGS ? ALL_TAGS : tags);
    // Retried, because otherwise a page could stay outdated for ten minutes.
    failedTags = isRefreshed ? [] : tags;
    for (const each of batch) notifyListeners(each);
    const interval = isRefreshed ? MIN_INTERVAL_MS : RETRY_INTERVAL_MS;
    await setTimeout(Math.max(0, startedAt + interval - performance.now()), undefined, { ref: false });
  }
  isRefreshing = false;
}

function notifyListeners(message: LiveMessage): void {
  if (message.post) addRecentPost(message.post);
  for (const listener of hub.listeners) listener(message);
}

function parseMessage(text: string): LiveMessage | null {
  try {
    return liveMessageSchema.parse(JSON.parse(text));
  } catch (error) {
    logger().warn({ err: error }, 'a live message could not be parsed');
    return null;
  }
}

/** Next refreshes tags only within a request, so this process sends one to itself. @returns whether it succeeded */
async function refreshOwnCache(tags: string[]): Promise<boolean> {
  if (tags.length === 0) return true;
  try {
    const response = await fetch(`${ownOrigin(env())}/api/internal/refresh`, {
      method: 'POST',
      headers: { authorization: `Bearer ${env().INTERNAL_SECRET}`, 'content-type': 'application/json' },
      body: JSON.stringify({ tags }),
      signal: AbortSignal.timeout(2_000),
    });
    if (!response.ok) throw new Error(`responded with ${response.status}`);
    return true;
  } catch (error) {
    logger().warn({ err: error, tags }, 'cached pages could not be refreshed yet');
    return false;
  }
}
