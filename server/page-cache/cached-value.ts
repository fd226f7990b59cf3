/** What Next gives to its cache handler, as far as this one looks at it. */
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
  /** Seconds. */
  cacheControl?: { revalidate: number | false; expire?: number };
  /** Only of loaded data; pages have them in a header. */
  tags?: string[];
};

const TAGS_HEADER = 'x-next-cache-tags';

/** The tags whose revalidation removes this value. */
export function tagsOf(value: CachedValue | null, details: CacheDetails): readonly string[] {
  if (value?.kind === 'FETCH') return details.tags ?? value.tags ?? [];
  const header = value && 'headers' in value ? value.headers?.[TAGS_HEADER] : undefined;
  return typeof header === 'string' ? header.split(',') : [];
}
