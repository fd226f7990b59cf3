import { forgetRunningLoads } from '#lib/single-flight.ts';
import { forgetLifetime } from '../next-internals/forget-lifetime.ts';
import { type CacheDetails, type CachedValue, tagsOf } from './cached-value.ts';
import { addEncoded, removeEncoded } from './encoded-pages.ts';
import { RecentTimes } from './recent-times.ts';
import { sealPage } from './seal-page.ts';
import { SegmentedLru } from './segmented-lru.ts';

type Entry = {
  value: CachedValue | null;
  lastModified: number;
  cacheControl: CacheDetails['cacheControl'];
  tags: readonly string[];
};

const DEFAULT_BYTES = 64 * 1024 * 1024;
/** What an entry takes beside its content: its places in the maps here and in Next's. */
const OVERHEAD_BYTES = 1_500;

let store: SegmentedLru<Entry> | undefined;
const keysOfTag = new Map<string, Set<string>>();
/** When a missing or expired entry was asked for: whatever is rendered for it is at least that new. */
const renderStarted = new RecentTimes();
const tagRevalidated = new RecentTimes();

/**
 * Next's cache of pages, route responses and loaded data, in the memory of this process. Unlike Next's own handler
 * it counts all bytes that an entry takes, lets endless URLs evict only each other, and never stores what began to
 * render before a change: a page that was rendered during a sale would otherwise stay for ten minutes.
 * See https://nextjs.org/docs/app/api-reference/config/next-config-js/incrementalCacheHandlerPath.
 */
export default class PageCacheHandler {
  constructor({ maxMemoryCacheSize }: { maxMemoryCacheSize?: number } = {}) {
    // Next makes a handler for each request; the store belongs to the process.
    store ??= new SegmentedLru(maxMemoryCacheSize || DEFAULT_BYTES, forget);
  }

  async get(key: string): Promise<Omit<Entry, 'tags'> | null> {
    const entry = store?.get(key);
    if (!entry || isExpired(entry)) renderStarted.recordFirst(key);
    return entry ?? null;
  }

  async set(key: string, value: CachedValue | null, details: CacheDetails): Promise<void> {
    if (value?.kind === 'APP_PAGE') sealPage(value);
    const startedAt = renderStarted.remove(key);
    const tags = tagsOf(value, details);
    // Who asked for it still gets it; the next visitor has it rendered again.
    if (!tags.every((tag) => tagRevalidated.wasBefore(tag, startedAt))) return forgetLifetime(key);
    const entry = { value, lastModified: Date.now(), cacheControl: details.cacheControl, tags };
    if (store?.set(key, entry, sizeOf(key, value))) for (const tag of tags) keysOf(tag).add(key);
    else forget(key, entry);
  }

  /** Removes everything with one of these tags at once, whatever `revalidateTag` was told about stale content. */
  async revalidateTag(tags: string | string[]): Promise<void> {
    const list = [tags].flat();
    for (const tag of list) {
      tagRevalidated.record(tag);
      for (const key of [...(keysOfTag.get(tag) ?? [])]) store?.delete(key);
    }
    forgetRunningLoads(list);
  }

  resetRequestCache(): void {}
}

function keysOf(tag: string): Set<string> {
  const keys = keysOfTag.get(tag) ?? new Set();
  keysOfTag.set(tag, keys);
  return keys;
}

function forget(key: string, { value, tags }: Entry): void {
  if (value?.kind === 'APP_PAGE') removeEncoded(value.html);
  forgetLifetime(key);
  for (const tag of tags) {
    const keys = keysOfTag.get(tag);
    keys?.delete(key);
    if (keys?.size === 0) keysOfTag.delete(tag);
  }
}

/** Next sends an expired entry once more and renders it again in the background. */
function isExpired({ value, lastModified, cacheControl }: Entry): boolean {
  const seconds = value?.kind === 'FETCH' ? value.revalidate : cacheControl?.revalidate;
  return typeof seconds === 'number' && lastModified + seconds * 1000 < Date.now();
}

/** The bytes of an entry in memory, approximately; encodes a page that needs it, because those bytes count too. */
function sizeOf(key: string, value: CachedValue | null): number {
  const own = OVERHEAD_BYTES + key.length * 2;
  switch (value?.kind) {
    case undefined:
      return own;
    case 'APP_PAGE': {
      const segments = [...(value.segmentData?.values() ?? [])].reduce((sum, segment) => sum + segment.length, 0);
      return own + addEncoded(value.html) + (value.rscData?.length ?? 0) + segments;
    }
    case 'APP_ROUTE':
      return own + value.body.length;
    default:
      return own + JSON.stringify(value).length * 2;
  }
}
