import { forgetFlights } from '#lib/single-flight.ts';
import { deferScripts } from '../next-internals/defer-scripts.ts';
import { forgetLifetime } from '../next-internals/page-lifetimes.ts';
import { type CacheDetails, type CachedValue, tagsOf } from './cached-value.ts';
import { addEncoded, removeEncoded } from './encoded-pages.ts';
import { RecentTimes } from './recent-times.ts';
import { SegmentedLru } from './segmented-lru.ts';

type Entry = {
  value: CachedValue | null;
  lastModified: number;
  cacheControl: CacheDetails['cacheControl'];
  tags: readonly string[];
};

const DEFAULT_BYTES = 64 * 1024 * 1024;
/** What an entry costs beside its content: its places in the maps here and in Next's. */
const OVERHEAD = 1_500;

let store: SegmentedLru<Entry> | undefined;
const keysOfTag = new Map<string, Set<string>>();
/** When something was asked for that has to be made: its content is of that time or later. */
const asked = new RecentTimes();
/** When a tag was made old. */
const ended = new RecentTimes();

/**
 * Next's cache of pages, answers and loaded data, in the memory of this process. It differs from Next's own in this: the
 * bytes it takes are counted in full, endless addresses drive out only each other, and what was begun before a change
 * is never kept after it, so that a page which was drawn during a sale cannot stay for ten minutes.
 * See https://nextjs.org/docs/app/api-reference/config/next-config-js/incrementalCacheHandlerPath.
 */
export default class PageCacheHandler {
  constructor({ maxMemoryCacheSize }: { maxMemoryCacheSize?: number } = {}) {
    // Next makes one for each request; the store is the process's.
    store ??= new SegmentedLru(maxMemoryCacheSize || DEFAULT_BYTES, forget);
  }

  async get(key: string): Promise<Omit<Entry, 'tags'> | null> {
    const entry = store?.get(key);
    if (!entry || isOld(entry)) asked.note(key, { first: true });
    return entry ?? null;
  }

  async set(key: string, made: CachedValue | null, details: CacheDetails): Promise<void> {
    const value = made?.kind === 'APP_PAGE' ? { ...made, html: deferScripts(made.html) } : made;
    const begun = asked.take(key);
    const tags = tagsOf(value, details);
    // Whoever asked keeps his answer; the next one has it made anew, or finds what somebody else has put there since.
    if (!tags.every((tag) => ended.isBefore(tag, begun))) return forgetLifetime(key);
    const entry = { value, lastModified: Date.now(), cacheControl: details.cacheControl, tags };
    if (store?.set(key, entry, takeIn(key, value))) for (const tag of tags) keysOf(tag).add(key);
    else forget(key, entry);
  }

  /** Everything with one of these tags is gone at once, for whatever reason it is made old. */
  async revalidateTag(tags: string | string[]): Promise<void> {
    const list = [tags].flat();
    for (const tag of list) {
      ended.note(tag);
      for (const key of [...(keysOfTag.get(tag) ?? [])]) store?.delete(key);
    }
    forgetFlights(list);
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

/** Will Next make it anew behind the answer? */
function isOld({ value, lastModified, cacheControl }: Entry): boolean {
  const seconds = value?.kind === 'FETCH' ? value.revalidate : cacheControl?.revalidate;
  return typeof seconds === 'number' && lastModified + seconds * 1000 < Date.now();
}

/** Makes what is kept with the value. @returns the bytes of all of it in memory, give or take. */
function takeIn(key: string, value: CachedValue | null): number {
  const own = OVERHEAD + key.length * 2;
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
