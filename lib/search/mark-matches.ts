import { db, Prisma } from '#lib/db.ts';
import type { FoundCard, MarkedText } from '#lib/domain/search/search.ts';
import { type SearchTerm, termsQuery } from './search-term.ts';

type Marked = FoundCard['marked'];
type Texts = Record<'title' | 'artist' | 'excerpt', string>;
type Row = Texts & Record<'id' | 'markedTitle' | 'markedArtist' | 'markedExcerpt', string>;

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
  // Looked at as they were indexed, and shown as they were written: both have the same characters in the same places.
  const rows = await db().$queryRaw<Row[]>`
    SELECT posts.id, normalize(title, NFC) AS title, normalize(display_name, NFC) AS artist,
      ts_headline('shop_english', search_text(title), query, ${WHOLE}) AS "markedTitle",
      ts_headline('shop_english', search_text(display_name), query, ${WHOLE}) AS "markedArtist",
      excerpt AS "markedExcerpt", substr(texts, strpos(search_text(texts), plain), length(plain)) AS excerpt
    FROM posts JOIN users ON users.id = artist_id
      CROSS JOIN (SELECT ${any}::tsquery) AS asked (query)
      CROSS JOIN LATERAL (SELECT normalize(left(concat_ws(' · ', nullif(array_to_string(tags, ', '), ''), medium,
        nullif(description, ''), nullif(content, '')), ${EXCERPT_LENGTH}::int), NFC)) AS written (texts)
      CROSS JOIN LATERAL (SELECT ts_headline('shop_english', search_text(texts), query, ${EXCERPT})) AS shown (excerpt)
      CROSS JOIN LATERAL (SELECT translate(excerpt, ${START + STOP}, '')) AS bare (plain)
    WHERE posts.id IN (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))})`;
  return new Map(rows.map((row) => [row.id, toMarked(row, terms.length)]));
}

function toMarked(row: Row, terms: number): Marked {
  const title = split(row.markedTitle, row.title);
  const artist = split(row.markedArtist, row.artist);
  const excerpt = split(row.markedExcerpt, row.excerpt);
  const isShown = count(title) + count(artist) < terms && count(excerpt) > 0;
  return { title, artist, excerpt: isShown ? excerpt : null };
}

const count = (text: MarkedText) => text.filter(({ isMatch }) => isMatch).length;

/** The pieces of a text, cut where the marks stand in what is, without them, as long. */
function split(marked: string, text: string): MarkedText {
  const letters = [...text];
  let place = 0;
  const take = (piece: string) => {
    const start = place;
    place += [...piece].length;
    return letters.slice(start, place).join('');
  };
  return marked.split(START).flatMap((part, index) => {
    const [match = '', rest] = index === 0 ? ['', part] : part.split(STOP);
    return [
      { text: take(match), isMatch: true },
      { text: take(rest ?? ''), isMatch: false },
    ].filter((piece) => piece.text !== '');
  });
}
