import type { CatalogueWork } from '../../cli/import/catalogue-line.ts';
import { oneOf, randomIndex, randomOf, zipfIndex } from './random.ts';

const BEGINNINGS = [
  '',
  'b',
  'br',
  'c',
  'd',
  'f',
  'g',
  'gl',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  'st',
  't',
  'v',
  'w',
];
const MIDDLES = ['a', 'e', 'i', 'o', 'u', 'ea', 'ou', 'é', 'ö'];
const ENDS = ['', 'l', 'm', 'n', 'nd', 'r', 'rt', 's', 'st', 't'];
const WORDS = 30_000;
const WORD_EXPONENT = 0.95;
const ARTISTS = 1_500;
const TAGS = 2_000;
const CLASSES = ['on paper, unique', 'on paper, print', 'painting', 'sculpture', 'relief', 'installation'];
const MATERIALS = [
  'oil',
  'acrylic',
  'watercolour',
  'ink',
  'graphite',
  'bronze',
  'etching',
  'screenprint',
  'photograph',
];
const GROUNDS = ['canvas', 'paper', 'board', 'wood', 'linen', 'card'];

/** The word with this number: the same in every run, and longer the rarer it is. */
function inventedWord(number: number): string {
  const random = randomOf(number, 2);
  const syllable = () => oneOf(BEGINNINGS, random) + oneOf(MIDDLES, random) + oneOf(ENDS, random);
  return Array.from({ length: 1 + Math.floor(Math.log10(number + 3)) }, syllable).join('');
}

/** `count` works of an invented catalogue, with words, artists and tags distributed by Zipf's law. */
export function inventWorks(count: number): CatalogueWork[] {
  return Array.from({ length: count }, (_, number) => inventWork(number));
}

function inventWork(number: number): CatalogueWork {
  const random = randomOf(number, 3);
  const word = () => inventedWord(zipfIndex(WORDS, WORD_EXPONENT, random));
  const words = (least: number, most: number) =>
    Array.from({ length: least + randomIndex(most - least + 1, random) }, word);
  const artist = randomOf(zipfIndex(ARTISTS, WORD_EXPONENT, random), 4);
  const millimetres = () => 60 + randomIndex(1_500, random);
  const [first, second] = [millimetres(), millimetres()];
  return {
    acno: `N${String(number).padStart(5, '0')}`,
    title: words(1, 7).map(capital).join(' '),
    artist: [randomIndex(WORDS, artist), randomIndex(WORDS, artist)]
      .map((name) => capital(inventedWord(name)))
      .join(' '),
    date: random() < 0.1 ? null : String(1750 + randomIndex(276, random)),
    medium: `${capital(oneOf(MATERIALS, random))} on ${oneOf(GROUNDS, random)}`,
    dimensions: `support: ${first} x ${second} mm`,
    width_mm: first,
    height_mm: second,
    classification: oneOf(CLASSES, random),
    subjects: Array.from({ length: randomIndex(9, random) }, () =>
      inventedWord(zipfIndex(TAGS, WORD_EXPONENT, random)),
    ),
    themes: [],
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
