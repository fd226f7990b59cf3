import { z } from 'zod';
import { COLORS } from '#lib/domain/pictures/colors.ts';
import { defaultSort, ORIENTATIONS, type SearchQuery, SIZES, SORTS } from '#lib/domain/search/search.ts';
import { storable } from './text.ts';

export const SEARCH_LIMITS = { q: 200, medium: 120, tag: 30, artist: 60 } as const;

/** Invalid values are ignored: a URL may be outdated or truncated. */
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null);
const line = (max: number) =>
  z.string().transform((value) => storable(value).normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, max).trim());
const named = (max: number) => orNull(line(max).transform((value) => (value === '' ? null : value)));
const year = orNull(
  z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
);
const amount = orNull(z.string().regex(/^\d{1,12}(\.\d{1,3})?$/));

/** The query of /search, all text; never fails. */
const searchSchema = z
  .object({
    q: line(SEARCH_LIMITS.q).catch('').default(''),
    available: z
      .literal('1')
      .transform(() => true)
      .catch(false)
      .default(false),
    min: amount,
    max: amount,
    medium: named(SEARCH_LIMITS.medium),
    from: year,
    to: year,
    size: orNull(z.enum(SIZES)),
    orientation: orNull(z.enum(ORIENTATIONS)),
    colour: orNull(z.enum(COLORS)),
    tag: named(SEARCH_LIMITS.tag),
    artist: named(SEARCH_LIMITS.artist),
    sort: orNull(z.enum(SORTS)),
  })
  .transform(({ sort, ...rest }): SearchQuery => {
    const chosen = sort === 'best' && rest.q === '' ? null : sort;
    return { ...rest, sort: chosen ?? defaultSort(rest) };
  });

/**
 * Parses the query string of /search.
 * @param params several `medium` values are combined; else the first value counts.
 */
export function parseSearch(params: URLSearchParams): SearchQuery {
  const values = [...new Set(params.keys())].map((name) => [
    name,
    name === 'medium' ? params.getAll(name).join(' ') : params.get(name),
  ]);
  return searchSchema.parse(Object.fromEntries(values));
}
