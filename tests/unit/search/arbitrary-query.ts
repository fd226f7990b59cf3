import fc from 'fast-check';
import { COLORS } from '#lib/domain/pictures/colors.ts';
import { defaultSort, ORIENTATIONS, type SearchQuery, SIZES, SORTS } from '#lib/domain/search/search.ts';
import { SEARCH_LIMITS } from '#lib/schemas/search.ts';

/** A text as the schema normalizes it: on one line, without surrounding spaces. */
const line = (max: number) =>
  fc
    .string({ unit: 'grapheme', maxLength: max })
    .map((text) => text.replaceAll('\0', '').normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, max).trim())
    .filter((text) => text.isWellFormed());
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const name = (max: number) => orNull(line(max).filter((text) => text !== ''));
const year = orNull(fc.integer({ min: 0, max: 9_999 }));
const amount = orNull(
  fc.tuple(fc.nat(1e9), fc.constantFrom('', '.5', '.25')).map(([whole, rest]) => `${whole}${rest}`),
);

/** Any query that a URL can express. */
export const arbitraryQuery: fc.Arbitrary<SearchQuery> = fc
  .record({
    q: line(SEARCH_LIMITS.q),
    available: fc.boolean(),
    min: amount,
    max: amount,
    medium: name(SEARCH_LIMITS.medium),
    from: year,
    to: year,
    size: orNull(fc.constantFrom(...SIZES)),
    orientation: orNull(fc.constantFrom(...ORIENTATIONS)),
    colour: orNull(fc.constantFrom(...COLORS)),
    tag: name(SEARCH_LIMITS.tag),
    artist: name(SEARCH_LIMITS.artist),
    sort: fc.constantFrom(...SORTS),
  })
  .map((query) => (query.sort === 'best' && query.q === '' ? { ...query, sort: defaultSort(query) } : query));
