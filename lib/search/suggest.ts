import { db, withFreshPlan } from '#lib/db.ts';
import type { Suggestions } from '#lib/domain/search/search.ts';
import { isPublic } from '#lib/posts/queries.ts';

const MOST = 5;
/** Fewer letters begin nearly everything. */
const LEAST_LETTERS = 2;

/** What may be meant by the words typed so far: completions of the last word, tags that begin so, and artists. */
export async function suggest(typed: string): Promise<Suggestions> {
  const [{ folded }] = await db().$queryRaw<[{ folded: string }]>`SELECT fold(${typed.trim()}) AS folded`;
  if (folded.length < LEAST_LETTERS) return { words: [], tags: [], artists: [] };
  const last = /[\p{L}\p{M}]{2,}$/u.exec(folded)?.[0] ?? null;
  const [words, tags, artists] = await Promise.all([
    last ? beginWith(last) : [],
    beginWith(`#tag:${folded}`),
    named(folded),
  ]);
  return { words: words.filter((word) => word !== last), tags: tags.map((tag) => tag.slice('#tag:'.length)), artists };
}

/** The most frequent words, or tags, that begin so. */
async function beginWith(start: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ word: string }[]>`${withFreshPlan}
    SELECT word FROM search_words WHERE word ~>=~ ${start} AND word ~<~ (${start} || chr(1114111))
    ORDER BY works DESC, word LIMIT ${MOST}`;
  return rows.map(({ word }) => word);
}

/** Artists with public works one of whose names begins so; those whose first name does come first. */
async function named(start: string): Promise<Suggestions['artists']> {
  const pattern = `${start.replace(/[\\%_]/g, '\\$&')}%`;
  return db().$queryRaw`${withFreshPlan}
    SELECT username::text, display_name AS "displayName" FROM users
    WHERE (fold(display_name) LIKE ${pattern} OR fold(display_name) LIKE ${`% ${pattern}`}) AND suspended_at IS NULL
      AND EXISTS (SELECT 1 FROM posts WHERE artist_id = users.id AND ${isPublic})
    ORDER BY fold(display_name) LIKE ${pattern} DESC, display_name LIMIT ${MOST}`;
}
