import { db, Prisma } from '#lib/db.ts';
import type { MarkedText, SearchResultCard } from '#lib/domain/search/search.ts';
import { type SearchTerm, termsQuery } from './search-term.ts';

type Marked = SearchResultCard['marked'];
type Texts = Record<'title' | 'artist' | 'excerpt', string>;
type Row = Texts & Record<'id' | 'markedTitle' | 'markedArtist' | 'markedExcerpt', string>;

/** Private-use characters, which do not occur in texts from forms. */
const START = '\u{E000}';
const STOP = '\u{E001}';
const WHOLE = `HighlightAll=true, StartSel=${START}, StopSel=${STOP}`;
const EXCERPT = `MaxFragments=1, MaxWords=16, MinWords=8, StartSel=${START}, StopSel=${STOP}`;
/** Excerpts come from the beginning of a text, up to this many characters. */
const EXCERPT_SOURCE_LENGTH = 4_000;

/** The texts of these posts with the matching terms marked, by id. */
export async function markMatches(ids: readonly string[], terms: readonly SearchTerm[]): Promise<Map<string, Marked>> {
  if (terms.length === 0 || ids.length === 0) return new Map();
  // With OR, so that a text that contains only one of the terms has it marked.
  const any = terms.map((term) => termsQuery([term], 2)).join(' | ');
  // Matches are found in the indexed form and shown in the original text: characters have the same positions in both.
  const rows = await db().$queryRaw<Row[]>`
    SELECT posts.id, normalize(title, NFC) AS title, normalize(display_name, NFC) AS artist,
      ts_headline('shop_english', search_text(title), query, ${WHOLE}) AS "markedTitle",
      ts_headline('shop_english', search_text(display_name), query, ${WHOLE}) AS "markedArtist",
      excerpt AS "markedExcerpt", substr(texts, strpos(search_text(texts), plain), length(plain)) AS excerpt
    FROM posts JOIN users ON users.id = artist_id
      CROSS JOIN (SELECT ${any}::tsquery) AS asked (query)
      CROSS JOIN LATERAL (SELECT normalize(left(concat_ws(' · ', nullif(array_to_string(tags, ', '), ''), medium,
        nullif(description, ''), nullif(content, '')), ${EXCERPT_SOURCE_LENGTH}::int), NFC)) AS written (texts)
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

/** Splits a text at the positions of the markers in `marked`, which without markers is equally long. */
function split(marked: string, text: string): MarkedText {
  const characters = [...text];
  let position = 0;
  const next = (piece: string) => {
    const start = position;
    position += [...piece].length;
    return characters.slice(start, position).join('');
  };
  return marked.split(START).flatMap((part, index) => {
    const [match = '', rest] = index === 0 ? ['', part] : part.split(STOP);
    return [
      { text: next(match), isMatch: true },
      { text: next(rest ?? ''), isMatch: false },
    ].filter((piece) => piece.text !== '');
  });
}
