import type { SearchQuery } from '#lib/domain/search/search.ts';
import { type Conditions, conditionsOf, type PriceValues } from './conditions.ts';
import { estimateWorks } from './estimate-works.ts';
import { type Key, listKeys } from './list-keys.ts';
import { listRanked, MAX_RANKED, type RankedWords } from './list-ranked.ts';
import type { ParsedWords } from './parse-words.ts';
import type { SearchCursor } from './search-cursor.ts';
import { TIERS, type Tier, termsQuery } from './search-term.ts';

type Ordered = { keys: Key[]; by: SearchCursor['by'] }[];

/**
 * The best matches first. Where they are few, all are compared by rank; where they are many, those with all words in
 * title or artist come first, the newest before the others.
 */
export async function listBest(
  query: SearchQuery,
  question: ParsedWords,
  prices: PriceValues | null,
  after: SearchCursor | null,
  limit: number,
): Promise<Ordered> {
  const wide = conditionsOf(query, question, prices, 2);
  if (after === null || after.by === 'rank') {
    const words = TIERS.map((_, tier) => termsQuery(question.terms, tier as Tier)) as unknown as RankedWords;
    const isFew = after !== null || (await estimateWorks(wide)) <= MAX_RANKED;
    const keys = isFew ? await listRanked(wide, words, after, limit) : null;
    if (keys) return [{ keys, by: 'rank' }];
  }
  const pages: Ordered = [];
  let missing = limit;
  for (let tier = typeof after?.by === 'number' ? after.by : 0; tier <= 2 && missing > 0; tier++) {
    const own = after?.by === tier ? after : null;
    const keys = await listKeys(inTier(tier as Tier), 'newest', own, missing);
    pages.push({ keys, by: tier as Tier });
    missing -= keys.length;
  }
  return pages;

  /** What is in this tier and in none before it. */
  function inTier(tier: Tier): Conditions {
    const conditions = conditionsOf(query, question, prices, tier);
    if (tier === 0) return conditions;
    // From the beginning, all works of the tiers before are known, and few: naming them spares the index much work.
    if (after === null) {
      return { ...conditions, except: pages.flatMap(({ keys }) => keys.map(({ id }) => id)) };
    }
    const before = termsQuery(question.terms, (tier - 1) as Tier);
    return { ...conditions, words: `${conditions.words} & !(${before})` };
  }
}
