import type { CatalogueWork } from '../../cli/import/catalogue-line.ts';
import { yearOf } from '../../cli/import/work-rules.ts';
import { oneOf, randomIndex, randomOf, zipfIndex } from './random.ts';

/** The works of a catalogue and the distinct names of its artists, from which further works are made. */
export type Source = { works: readonly CatalogueWork[]; artists: readonly string[] };

const NEWEST_YEAR = 2026;
const MAX_YEAR_SHIFT = 60;
/** Share of works with a word that no other work has, which is about how a vocabulary grows with its texts. */
const COINED_WORD_SHARE = 0.08;
/** On average; the distribution follows Zipf's law. */
const WORKS_PER_ARTIST = 20;
const ARTIST_EXPONENT = 0.8;

/** The work with this number: first those of the catalogue, then variations of them. */
export function workAt(source: Source, number: number): CatalogueWork {
  return source.works[number] ?? varyWork(source, number);
}

/**
 * A work made from two others: words and tags from both, medium and size from the first, another year and an invented
 * artist. Word frequencies remain about those of the catalogue.
 */
function varyWork({ works, artists }: Source, number: number): CatalogueWork {
  const random = randomOf(number);
  const [first, second] = [oneOf(works, random), oneOf(works, random)];
  const title = mixTitles(first.title, second.title, random);
  return {
    ...first,
    acno: `M${String(number).padStart(7, '0')}`,
    title: random() < COINED_WORD_SHARE ? withCoinedWord(title, second.title, random) : title,
    artist: artistAt(artists, zipfIndex(Math.ceil(number / WORKS_PER_ARTIST), ARTIST_EXPONENT, random)),
    date: movedYear(first.date, random),
    subjects: shuffled([...first.subjects, ...second.subjects], random).slice(0, Math.max(1, first.subjects.length)),
  };
}

/**
 * The start of one title and the end of the other. A title of one or two words, such as “Untitled”, often stays the
 * same.
 */
export function mixTitles(first: string, second: string, random: () => number): string {
  const [head, tail] = [first.split(' '), second.split(' ')];
  if (head.length <= 2 && random() < 0.5) return first;
  const start = head.slice(0, 1 + randomIndex(head.length, random));
  return [...start, ...tail.slice(randomIndex(tail.length + 1, random))].join(' ');
}

/** The name of the artist with this number, from parts of names in the catalogue; one in five surnames is coined. */
function artistAt(names: readonly string[], number: number): string {
  const random = randomOf(number, 1);
  const given = oneOf(names, random).split(' ').slice(0, -1);
  const surname = oneOf(names, random).split(' ').at(-1) ?? '';
  const coined = random() < 0.2 ? blend(surname, oneOf(names, random).split(' ').at(-1) ?? '') : surname;
  return [...given, coined].join(' ');
}

function withCoinedWord(title: string, other: string, random: () => number): string {
  const words = title.split(' ');
  const at = randomIndex(words.length, random);
  return words.with(at, blend(words[at] ?? '', oneOf(other.split(' '), random))).join(' ');
}

/** “water” and “garden” become “watden”. */
function blend(first: string, second: string): string {
  return `${first.slice(0, Math.ceil(first.length / 2))}${second.slice(Math.floor(second.length / 2)).toLowerCase()}`;
}

function movedYear(date: string | null, random: () => number): string | null {
  const year = yearOf(date);
  if (year === null) return date;
  return String(Math.min(NEWEST_YEAR, year + randomIndex(2 * MAX_YEAR_SHIFT + 1, random) - MAX_YEAR_SHIFT));
}

/** The same members in random order. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const rest = [...list];
  for (let end = rest.length - 1; end > 0; end--) {
    const other = randomIndex(end + 1, random);
    [rest[end], rest[other]] = [rest[other] as T, rest[end] as T];
  }
  return rest;
}
