import { db, withFreshPlan } from '#lib/db.ts';
import type { Suggestions } from '#lib/domain/search/search.ts';
import { isPublic } from '#lib/posts/queries.ts';

const MAX_SUGGESTIONS = 5;
/** Shorter texts are the beginning of too many words. */
const MIN_LETTERS = 2;

/** Suggestions for a text that is being typed: completions of the last word, tags and artists that begin with it. */
export async function suggest(typed: string): Promise<Suggestions> {
  const [{ folded, words: asWords }] = await db().$queryRaw<[{ folded: string; words: string }]>`
    SELECT fold(${typed.trim()}) AS folded, fold(search_letters(${typed.trim()})) AS words`;
  if (folded.length < MIN_LETTERS) return { words: [], tags: [], artists: [] };
  const last = /[\p{L}\p{M}]{2,}$/u.exec(asWords)?.[0] ?? null;
  const [words, tags, artists] = await Promise.all([
    last ? wordsWithPrefix(last) : [],
    wordsWithPrefix(`#tag:${folded}`),
    artistsWithPrefix(folded),
  ]);
  return { words: words.filter((word) => word !== last), tags: tags.map((tag) => tag.slice('#tag:'.length)), artists };
}

/** The most frequent words or tags with this prefix. */
async function wordsWithPrefix(prefix: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ word: string }[]>`${withFreshPlan}
    SELECT word FROM search_words WHERE word ~>=~ ${prefix} AND word ~<~ (${prefix} || chr(1114111))
    ORDER BY works DESC, word LIMIT ${MAX_SUGGESTIONS}`;
  return rows.map(({ word }) => word);
}

/** Artists with public posts, a word of whose name has this prefix; matches on the first word come first. */
async function artistsWithPrefix(prefix: string): Promise<Suggestions['artists']> {
  const pattern = `${prefix.replace(/[\\%_]/g, '\\$&')}%`;
  return db().$queryRaw`${withFreshPlan}
    SELECT username::text, display_name AS "displayName" FROM users
    WHERE (fold(display_name) LIKE ${pattern} OR fold(display_name) LIKE ${`% ${pattern}`}) AND suspended_at IS NULL AND closing_at IS NULL
      AND EXISTS (SELECT 1 FROM posts WHERE artist_id = users.id AND ${isPublic})
    ORDER BY fold(display_name) LIKE ${pattern} DESC, display_name LIMIT ${MAX_SUGGESTIONS}`;
}
