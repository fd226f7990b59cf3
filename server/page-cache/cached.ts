import { unstable_cache } from 'next/cache';
import { isWebProcess } from '#lib/database-errors.ts';
import { singleFlight } from '#lib/single-flight.ts';

/** Without any change it is loaded anew after so many seconds. */
const TEN_MINUTES = 600;

/**
 * What was loaded under this key before, else what `load` gives, which runs once for all who ask meanwhile, in whatever currency:
 * unstable_cache alone would run it for each of them.
 * @param key different for everything that `load` depends on.
 * @param tags a change of one of them makes it old; they become those of the page or answer too.
 */
export function cached<T>(key: string[], tags: string[], load: () => Promise<T>): Promise<T> {
  // Only a web server has a cache; whoever calls a route by itself gets what is there now.
  if (!isWebProcess()) return load();
  return unstable_cache(() => singleFlight(JSON.stringify(key), tags, load), key, { tags, revalidate: TEN_MINUTES })();
}
