import { db } from '#lib/db.ts';
import { isOneEdit } from '#lib/domain/search/one-edit.ts';

const MOST = 3;
/** A word that so many times fewer works have than the most frequent one is hardly meant. */
const MUCH_RARER = 20;

export type CorrectedWord = { word: string; stem: string | null };

/**
 * Words of public works that differ from this one by a single letter, the most frequent first. A word and what it was
 * meant to be have their first or their last letters in common, a little less than half of them, wherever the
 * mistake is: so two ranges of an index hold all that come into question.
 */
export async function correctWord(word: string): Promise<CorrectedWord[]> {
  const letters = [...word];
  const half = Math.floor((letters.length - 1) / 2);
  const head = letters.slice(0, half).join('');
  const tail = letters.slice(-half).reverse().join('');
  const near = await db().$queryRaw<(CorrectedWord & { works: number })[]>`
    SELECT word, (ts_lexize('english_stem', word))[1] AS stem, works FROM search_words
    WHERE ((word ~>=~ ${head} AND word ~<~ (${head} || chr(1114111)))
        OR (reverse(word) ~>=~ ${tail} AND reverse(word) ~<~ (${tail} || chr(1114111))))
      AND length(word) BETWEEN ${letters.length - 1}::int AND ${letters.length + 1}::int
    ORDER BY works DESC, word`;
  const meant = near.filter((known) => isOneEdit(word, known.word));
  const least = (meant[0]?.works ?? 0) / MUCH_RARER;
  return meant.filter(({ works }) => works >= least).slice(0, MOST);
}
