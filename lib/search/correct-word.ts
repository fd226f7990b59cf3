import { db } from '#lib/db.ts';
import { isOneEdit } from '#lib/domain/search/one-edit.ts';

const MAX_CORRECTIONS = 3;
/** Corrections that are this many times rarer than the most frequent one are unlikely and dropped. */
const MAX_RARITY = 20;

export type CorrectedWord = { word: string; stem: string | null };

/**
 * Words of public posts that differ from this one by a single edit, most frequent first. Wherever the mistake is,
 * either the first or the last letters (just under half of them) are correct, so two index ranges contain all
 * candidates.
 */
export async function correctWord(word: string): Promise<CorrectedWord[]> {
  const letters = [...word];
  const half = Math.floor((letters.length - 1) / 2);
  const head = letters.slice(0, half).join('');
  const tail = letters.slice(-half).reverse().join('');
  const candidates = await db().$queryRaw<(CorrectedWord & { works: number })[]>`
    SELECT word, (ts_lexize('english_stem', word))[1] AS stem, works FROM search_words
    WHERE ((word ~>=~ ${head} AND word ~<~ (${head} || chr(1114111)))
        OR (reverse(word) ~>=~ ${tail} AND reverse(word) ~<~ (${tail} || chr(1114111))))
      AND length(word) BETWEEN ${letters.length - 1}::int AND ${letters.length + 1}::int
    ORDER BY works DESC, word`;
  const corrections = candidates.filter((known) => isOneEdit(word, known.word));
  const minWorks = (corrections[0]?.works ?? 0) / MAX_RARITY;
  return corrections.filter(({ works }) => works >= minWorks).slice(0, MAX_CORRECTIONS);
}
