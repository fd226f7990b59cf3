import { db, Prisma } from '#lib/db.ts';
import { excerptOf, findMatches, splitAt, type Wanted } from '#lib/domain/search/mark-text.ts';
import { foldWord, partsOf } from '#lib/domain/search/scripts.ts';
import type { SearchResultCard } from '#lib/domain/search/search.ts';
import type { SearchTerm } from './search-term.ts';

type Marked = SearchResultCard['marked'];
type Texts = Record<'id' | 'title' | 'artist' | 'about', string>;

/** Excerpts come from the beginning of a text, up to this many characters. */
const EXCERPT_SOURCE_LENGTH = 4_000;
/** A word and its stem begin with the same letters, apart from rare exceptions (“skies”, “sky”). */
const COMMON_LETTERS = 2;

/** The texts of these posts with the matching terms marked, by id. */
export async function markMatches(ids: readonly string[], terms: readonly SearchTerm[]): Promise<Map<string, Marked>> {
  if (terms.length === 0 || ids.length === 0) return new Map();
  const posts = await db().$queryRaw<Texts[]>`
    SELECT posts.id, normalize(title, NFC) AS title, normalize(display_name, NFC) AS artist,
      normalize(left(concat_ws(' · ', nullif(array_to_string(tags, ', '), ''), medium, nullif(description, ''),
        nullif(content, '')), ${EXCERPT_SOURCE_LENGTH}::int), NFC) AS about
    FROM posts JOIN users ON users.id = artist_id
    WHERE posts.id IN (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))})`;
  const wanted = await wantedOf(terms, posts);
  return new Map(posts.map((post) => [post.id, mark(post, wanted, terms.length)]));
}

function mark({ title, artist, about }: Texts, wanted: Wanted, terms: number): Marked {
  const [inTitle, inArtist] = [findMatches(title, wanted), findMatches(artist, wanted)];
  const isShown = inTitle.length + inArtist.length < terms;
  return {
    title: splitAt(title, inTitle),
    artist: splitAt(artist, inArtist),
    excerpt: isShown ? excerptOf(about, wanted) : null,
  };
}

/** With OR, so that a text that contains only one of the terms has it marked. */
async function wantedOf(terms: readonly SearchTerm[], posts: readonly Texts[]): Promise<Wanted> {
  const [pairs, words] = [terms.filter(({ isPiece }) => isPiece), terms.filter(({ isPiece }) => !isPiece)];
  const asTyped = words.flatMap((term) => term.words);
  const stems = words.flatMap((term) => term.stems);
  return {
    words: new Set([...asTyped, ...(await wordsWithStems(stems, posts))]),
    prefixes: words.filter(({ isPrefix }) => isPrefix).flatMap((term) => term.words),
    pairs: pairs.flatMap((term) => term.words),
  };
}

/** Those words of the posts that have one of these stems. */
async function wordsWithStems(stems: readonly string[], posts: readonly Texts[]): Promise<string[]> {
  const beginnings = new Set(stems.map((stem) => stem.slice(0, COMMON_LETTERS)));
  if (beginnings.size === 0) return [];
  const candidates = new Set<string>();
  for (const { title, artist, about } of posts) {
    for (const text of [title, artist, about]) {
      for (const { text: part, kind } of partsOf(text)) {
        const word = kind === 'word' ? foldWord(part) : '';
        if (beginnings.has(word.slice(0, COMMON_LETTERS))) candidates.add(word);
      }
    }
  }
  if (candidates.size === 0) return [];
  const rows = await db().$queryRaw<{ word: string }[]>`
    SELECT word FROM unnest(${[...candidates]}::text[]) AS word
    WHERE ts_lexize('english_stem', word) && ${[...stems]}::text[]`;
  return rows.map(({ word }) => word);
}
