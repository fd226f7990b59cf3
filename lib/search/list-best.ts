import type { SearchQuery } from '#lib/domain/search/search.ts';
import { type Conditions, conditionsOf, type PriceValues } from './conditions.ts';
import { estimatePosts } from './estimate-posts.ts';
import { type Key, listKeys } from './list-keys.ts';
import { listRanked, MAX_RANKED, type RankQueries } from './list-ranked.ts';
import type { ParsedWords } from './parse-words.ts';
import type { SearchCursor } from './search-cursor.ts';
import { TIERS, type Tier, termsQuery } from './search-term.ts';

type Ordered = { keys: Key[]; by: SearchCursor['by'] }[];

/**
 * Posts with the best matches first. A small number is ordered by rank; of a larger number, posts with all words in
 * title or artist come first. Within a tier the newest come first.
 */
export async function listBest(
  query: SearchQuery,
  parsed: ParsedWords,
  prices: PriceValues | null,
  after: SearchCursor | null,
  limit: number,
): Promise<Ordered> {
  const anywhere = conditionsOf(query, parsed, prices, 2);
  if (after === null || after.by === 'rank') {
    const words = TIERS.map((_, tier) => termsQuery(parsed.terms, tier as Tier)) as unknown as RankQueries;
    const areFew = after !== null || (await estimatePosts(anywhere)) <= MAX_RANKED;
    const keys = areFew ? await listRanked(anywhere, words, after, limit) : null;
    if (keys) return [{ keys, by: 'rank' }];
  }
  const pages: Ordered = [];
  let missing = limit;
  for (let tier = typeof after?.by === 'number' ? after.by : 0; tier <= 2 && missing > 0; tier++) {
    const afterInTier = after?.by === tier ? after : null;
    const keys = await listKeys(inTier(tier as Tier), 'newest', afterInTier, missing);
    pages.push({ keys, by: tier as Tier });
    missing -= keys.length;
  }
  return pages;

  /** The posts in this tier but in none before it. */
  function inTier(tier: Tier): Conditions {
    const conditions = conditionsOf(query, parsed, prices, tier);
    if (tier === 0) return conditions;
    // On the first page all posts of the earlier tiers are known and few. Excluding them by id is much cheaper.
    if (after === null) {
      return { ...conditions, except: pages.flatMap(({ keys }) => keys.map(({ id }) => id)) };
    }
    const earlierTiers = termsQuery(parsed.terms, (tier - 1) as Tier);
    return { ...conditions, words: `${conditions.words} & !(${earlierTiers})` };
  }
}
