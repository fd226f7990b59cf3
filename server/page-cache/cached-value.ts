/** What Next gives to its cache, as far as it is looked at there. */
export type CachedValue =
  | {
      kind: 'APP_PAGE';
      html: string;
      rscData?: Buffer;
      segmentData?: Map<string, Buffer>;
      headers?: Record<string, unknown>;
    }
  | { kind: 'APP_ROUTE'; body: Buffer; headers?: Record<string, unknown> }
  | { kind: 'FETCH'; data: unknown; revalidate: number | false; tags?: string[] }
  | { kind: 'PAGES' | 'REDIRECT' | 'IMAGE' };

export type CacheDetails = {
  /** Seconds until it is made anew. */
  cacheControl?: { revalidate: number | false; expire?: number };
  /** Those of loaded data; pages have theirs in a header. */
  tags?: string[];
};

const TAGS_HEADER = 'x-next-cache-tags';

/** By which tags a change makes the value old. */
export function tagsOf(value: CachedValue | null, details: CacheDetails): readonly string[] {
  if (value?.kind === 'FETCH') return details.tags ?? value.tags ?? [];
  const header = value && 'headers' in value ? value.headers?.[TAGS_HEADER] : undefined;
  return typeof header === 'string' ? header.split(',') : [];
}
