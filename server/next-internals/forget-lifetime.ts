import { createRequire } from 'node:module';

/**
 * Next notes the lifetime of every URL it has ever answered and forgets none of them: with endless URLs that alone
 * would fill the memory. Checked with Next 16.4.6.
 */
const lifetimes: Map<string, unknown> = Reflect.get(
  createRequire(import.meta.url)('next/dist/server/lib/incremental-cache/shared-cache-controls.external.js')
    .SharedCacheControls,
  'cacheControls',
);

/** Takes Next's note of a page's lifetime away together with the page. */
export function forgetLifetime(key: string): void {
  lifetimes.delete(key);
}
