import type { Db } from '#lib/db.ts';

/**
 * Removes an artist from the search's lists of filters and words. Sold works are indexed again by themselves, under their new
 * name; words that another work has are counted again, and the others go then.
 */
export async function forgetInSearch(tx: Db, artist: { username: string; displayName: string }): Promise<void> {
  const { username, displayName } = artist;
  await tx.$executeRaw`DELETE FROM search_facets WHERE facet = '#artist:' || lower(${username})`;
  await tx.$executeRaw`
    UPDATE search_words SET works = 0
    WHERE word = ANY(regexp_split_to_array(fold(${`${displayName} ${username}`}), '[^[:alnum:]]+'))`;
}
