import { unstable_cache } from 'next/cache';
import { isWebProcess } from '#lib/request-context.ts';
import { singleFlight } from '#lib/single-flight.ts';

/** Data that no tag has removed is loaded again after this time. */
const MAX_AGE_SECONDS = 600;

/**
 * The cached result of `load`. While it is being loaded, all who ask wait for the same load, whatever their currency;
 * `unstable_cache` alone would load it for each of them.
 * @param key has everything that the result depends on
 * @param tags remove the result when one of them is revalidated; they become tags of the page that uses it
 */
export function cached<T>(key: string[], tags: string[], load: () => Promise<T>): Promise<T> {
  // Only a web process has a cache: a test that calls a route by itself reads the database.
  if (!isWebProcess()) return load();
  const loadShared = () => singleFlight(JSON.stringify(key), tags, load);
  return unstable_cache(loadShared, key, { tags, revalidate: MAX_AGE_SECONDS })();
}
