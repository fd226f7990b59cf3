import { z } from 'zod';
import type { PriceRange } from '#lib/domain/exchange/price-value.ts';
import { currencyDigits, isCurrency } from '#lib/domain/money/currencies.ts';
import { cursorSchema, priceCursorSchema, visitorsCursorSchema } from './posts.ts';

const bound = (name: string) =>
  z
    .string()
    .regex(/^\d{1,12}(\.\d{1,3})?$/, `“${name}” must be a plain number in whole units, such as 120.50.`)
    .transform(Number)
    .optional();

const after = <T extends z.ZodType>(cursor: T) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return undefined;
      const parsed = cursor.safeParse(text);
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: '“after” is not a valid cursor.' });
      return z.NEVER;
    });

const currency = z.string().refine(isCurrency, '“currency” must be the code of a currency, such as EUR.').optional();

const absent = (message: string) => z.undefined(message).optional();
const BOUNDS_BY_PRICE = '“min” and “max” require sort=price-up or price-down.';
const ARTIST_BY_TIME = '“artist” requires sort=newest.';

/** The query of /api/posts, all as text. */
export const postListSchema = z.preprocess(
  (query) => ({ sort: 'newest', ...(query as object) }),
  z.discriminatedUnion(
    'sort',
    [
      z.object({
        sort: z.literal('newest'),
        currency,
        artist: z.string().optional(),
        ...{ min: absent(BOUNDS_BY_PRICE), max: absent(BOUNDS_BY_PRICE) },
        after: after(cursorSchema),
      }),
      z.object({
        sort: z.enum(['price-up', 'price-down']),
        currency,
        artist: absent(ARTIST_BY_TIME),
        ...{ min: bound('min'), max: bound('max') },
        after: after(priceCursorSchema),
      }),
      z.object({
        sort: z.enum(['views', 'week']),
        currency,
        artist: absent(ARTIST_BY_TIME),
        ...{ min: absent(BOUNDS_BY_PRICE), max: absent(BOUNDS_BY_PRICE) },
        after: after(visitorsCursorSchema),
      }),
    ],
    '“sort” must be newest, price-up, price-down, views or week.',
  ),
);

export type PostListQuery = z.output<typeof postListSchema>;

/**
 * The canonical query string of a query, without its currency: the same for all equivalent queries.
 * @param after the cursor as text.
 */
export function postListParams({ sort, ...query }: PostListQuery, after: string | null): string {
  const params = new URLSearchParams();
  if (sort !== 'newest') params.set('sort', sort);
  for (const [name, value] of [
    ['min', query.min],
    ['max', query.max],
    ['artist', query.artist],
    ['after', after],
  ] as const) {
    if (value !== undefined && value !== null) params.set(name, String(value));
  }
  return params.toString();
}

/** The price bounds of the query, in this currency. */
export function priceRange(
  { min, max }: { min?: number | undefined; max?: number | undefined },
  currency: string,
): PriceRange {
  const money = (units: number) => ({ amount: Math.round(units * 10 ** currencyDigits(currency)), currency });
  return { ...(min !== undefined && { min: money(min) }), ...(max !== undefined && { max: money(max) }) };
}
