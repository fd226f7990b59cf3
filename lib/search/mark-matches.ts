import { db, Prisma } from '#lib/db.ts';
import type { FoundCard, MarkedText } from '#lib/domain/search.ts';
import { type SearchTerm, termsQuery } from './search-term.ts';

type Marked = FoundCard['marked'];
type Row = { id: string; title: string; artist: string; excerpt: string };

/** Characters for private use, which no text has that came through a form. */
const START = '\u{E000}';
const STOP = '\u{E001}';
const WHOLE = `HighlightAll=true, StartSel=${START}, StopSel=${STOP}`;
const EXCERPT = `MaxFragments=1, MaxWords=16, MinWords=8, StartSel=${START}, StopSel=${STOP}`;
/** Of a long text the beginning is searched for an excerpt. */
const EXCERPT_LENGTH = 4_000;

/** The texts of these works with the terms marked in them, by id. */
export async function markMatches(ids: readonly string[], terms: readonly SearchTerm[]): Promise<Map<string, Marked>> {
  if (terms.length === 0 || ids.length === 0) return new Map();
  // Each term by itself: a text that has only one of them shows that one.
  const any = terms.map((term) => termsQuery([term], 2)).join(' | ');
  const rows = await db().$queryRaw<Row[]>`
    SELECT posts.id, ts_headline('shop_english', title, query, ${WHOLE}) AS title,
      ts_headline('shop_english', display_name, query, ${WHOLE}) AS artist,
      ts_headline('shop_english', left(concat_ws(' · ', nullif(array_to_string(tags, ', '), ''), medium,
        nullif(description, ''), nullif(content, '')), ${EXCERPT_LENGTH}::int), query, ${EXCERPT}) AS excerpt
    FROM posts JOIN users ON users.id = artist_id, (SELECT ${any}::tsquery) AS asked (query)
    WHERE posts.id IN (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))})`;
  return new Map(rows.map((row) => [row.id, toMarked(row, terms.length)]));
}

function toMarked(row: Row, terms: number): Marked {
  const [title, artist, excerpt] = [split(row.title), split(row.artist), split(row.excerpt)];
  const isShown = count(title) + count(artist) < terms && count(excerpt) > 0;
  return { title, artist, excerpt: isShown ? excerpt : null };
}

const count = (text: MarkedText) => text.filter(({ isMatch }) => isMatch).length;

function split(text: string): MarkedText {
  return text.split(START).flatMap((part, index) => {
    const [match = '', rest] = index === 0 ? ['', part] : part.split(STOP);
    return [
      { text: match, isMatch: true },
      { text: rest ?? '', isMatch: false },
    ].filter((piece) => piece.text !== '');
  });
}
