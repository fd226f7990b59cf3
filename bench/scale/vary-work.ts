import type { CatalogueWork } from '../../cli/import/catalogue-line.ts';
import { yearOf } from '../../cli/import/work-rules.ts';
import { oneOf, place, randomOf, zipfPlace } from './random.ts';

/** What works are made from: those of a catalogue, and the names of its artists, each once. */
export type Source = { works: readonly CatalogueWork[]; artists: readonly string[] };

const NEWEST_YEAR = 2026;
const YEARS_MOVED = 60;
/** One of so many works brings a word that no other has, which is about how a vocabulary grows with its texts. */
const COINED = 0.08;
/** A new artist for so many works; their works follow Zipf's law. */
const WORKS_PER_ARTIST = 20;
const ARTIST_EXPONENT = 0.8;

/** The work with this number: the catalogue's own as long as there are any, then new ones in its manner. */
export function workAt(source: Source, number: number): CatalogueWork {
  return source.works[number] ?? varyWork(source, number);
}

/**
 * A work made of two: words from both titles, tags from both, medium and size of the first, the year moved, the artist
 * made up. Words stay as frequent as they are in the catalogue, without occurring equally often.
 */
function varyWork({ works, artists }: Source, number: number): CatalogueWork {
  const random = randomOf(number);
  const [first, second] = [oneOf(works, random), oneOf(works, random)];
  const title = mixTitles(first.title, second.title, random);
  return {
    ...first,
    acno: `M${String(number).padStart(7, '0')}`,
    title: random() < COINED ? withCoinedWord(title, second.title, random) : title,
    artist: artistAt(artists, zipfPlace(Math.ceil(number / WORKS_PER_ARTIST), ARTIST_EXPONENT, random)),
    date: movedYear(first.date, random),
    subjects: shuffled([...first.subjects, ...second.subjects], random).slice(0, Math.max(1, first.subjects.length)),
  };
}

/** The beginning of one title and the end of the other; a title of one or two words, such as “Untitled”, often stays. */
export function mixTitles(first: string, second: string, random: () => number): string {
  const [head, tail] = [first.split(' '), second.split(' ')];
  if (head.length <= 2 && random() < 0.5) return first;
  const kept = head.slice(0, 1 + place(head.length, random));
  return [...kept, ...tail.slice(place(tail.length + 1, random))].join(' ');
}

/** The name of the artist with this number, from parts of those in the catalogue; one in five surnames is a new one. */
function artistAt(names: readonly string[], number: number): string {
  const random = randomOf(number, 1);
  const given = oneOf(names, random).split(' ').slice(0, -1);
  const surname = oneOf(names, random).split(' ').at(-1) ?? '';
  const coined = random() < 0.2 ? blend(surname, oneOf(names, random).split(' ').at(-1) ?? '') : surname;
  return [...given, coined].join(' ');
}

function withCoinedWord(title: string, other: string, random: () => number): string {
  const words = title.split(' ');
  const at = place(words.length, random);
  return words.with(at, blend(words[at] ?? '', oneOf(other.split(' '), random))).join(' ');
}

/** “water” and “garden” make “watden”. */
function blend(first: string, second: string): string {
  return `${first.slice(0, Math.ceil(first.length / 2))}${second.slice(Math.floor(second.length / 2)).toLowerCase()}`;
}

function movedYear(date: string | null, random: () => number): string | null {
  const year = yearOf(date);
  if (year === null) return date;
  return String(Math.min(NEWEST_YEAR, year + place(2 * YEARS_MOVED + 1, random) - YEARS_MOVED));
}

/** The same members in an order by chance. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const rest = [...list];
  for (let end = rest.length - 1; end > 0; end--) {
    const other = place(end + 1, random);
    [rest[end], rest[other]] = [rest[other] as T, rest[end] as T];
  }
  return rest;
}
