import { z } from 'zod';
import { DEFAULT_CURRENCY, isCurrency, minimumAmount } from '#lib/domain/money/currencies.ts';
import { formatMoney, type Money, type PriceProblem, parsePrice } from '#lib/domain/money/money.ts';
import { storable, text } from './text.ts';

export const POST_LIMITS = {
  title: 120,
  description: 280,
  content: 10_000,
  tags: 10,
  tag: 30,
  short: 120,
  pictures: 8,
  alt: 300,
} as const;

const optionalText = (max: number, tooLong: string) =>
  text(max, tooLong).transform((value) => (value === '' ? null : value));

const tags = z.string().transform((value, context) => {
  const list = [
    ...new Set(
      storable(value)
        .split(/[,\n]/)
        .map((tag) => tag.trim().replace(/^#/, '').replace(/\s+/g, ' ').toLowerCase()),
    ),
  ];
  const named = list.filter((tag) => tag !== '');
  if (named.length > POST_LIMITS.tags) context.addIssue({ code: 'custom', message: 'Use up to ten tags.' });
  if (named.some((tag) => [...tag].length > POST_LIMITS.tag)) {
    context.addIssue({ code: 'custom', message: 'Keep each tag to 30 characters.' });
  }
  return named;
});

const year = z
  .string()
  .trim()
  .regex(/^(\d{1,4})?$/, 'Enter the year in digits, such as 2024.')
  .transform((value) => (value === '' ? null : Number(value)))
  .refine((value) => value === null || value <= new Date().getFullYear() + 1, 'This year is in the future.');

const pictures = z
  .array(z.object({ id: z.uuid(), alt: text(POST_LIMITS.alt, 'Keep the picture’s description to 300 characters.') }))
  .max(POST_LIMITS.pictures, 'A work can have up to eight pictures.')
  .refine((list) => new Set(list.map((picture) => picture.id)).size === list.length, 'The same picture is here twice.');

function priceMessage(problem: PriceProblem, currency: string): string {
  if (problem === 'not-a-number') return 'Enter the price in digits, such as 1200 or 1200.50.';
  if (problem === 'too-many-digits') return `This price has more decimals than ${currency} allows.`;
  if (problem === 'too-large') return 'This is more than a single payment allows.';
  return `The lowest price is ${formatMoney({ amount: minimumAmount(currency), currency })}.`;
}

/**
 * The fields of the post form, all text. The output has the price in minor units and null for empty optional fields.
 */
export const postSchema = z
  .object({
    title: text(POST_LIMITS.title, 'Keep the title to 120 characters.').refine(
      (value) => value !== '',
      'Give the work a title.',
    ),
    description: text(POST_LIMITS.description, 'Keep the short description to 280 characters.'),
    content: text(POST_LIMITS.content, 'Keep the text to 10,000 characters.'),
    price: z.string(),
    currency: z.string().default(DEFAULT_CURRENCY).refine(isCurrency, 'Choose a currency from the list.'),
    tags,
    medium: optionalText(POST_LIMITS.short, 'Keep this to 120 characters.'),
    year,
    dimensions: optionalText(POST_LIMITS.short, 'Keep this to 120 characters.'),
    pictures,
  })
  .transform(({ price, currency, ...rest }, context) => {
    const parsed = parsePrice(price, currency);
    if ('money' in parsed) return { ...rest, price: parsed.money };
    context.addIssue({ code: 'custom', path: ['price'], message: priceMessage(parsed.problem, currency) });
    return z.NEVER as { price: Money } & typeof rest;
  });

export type PostInput = z.output<typeof postSchema>;

/** A cursor in a URL: listing time (milliseconds) and id of the last post of the page before. */
export const cursorSchema = z
  .string()
  .regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .transform((value) => {
    const [time = '', id = ''] = value.split('_');
    return { listedAt: new Date(Number(time)), id };
  })
  .refine(({ listedAt }) => !Number.isNaN(listedAt.getTime()) && listedAt.getTime() < 253_402_300_800_000);

/** The same for posts by price: stored value in euros, which may be Infinity, and id. */
export const priceCursorSchema = z
  .string()
  .regex(/^(\d{1,25}(\.\d{1,25})?(e[+-]\d{1,3})?|Infinity)_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .transform((text) => {
    const [value = '', id = ''] = text.split('_');
    return { value: Number(value), id };
  });

/** The same for posts by visitors: number of visitors and id. */
export const visitorsCursorSchema = priceCursorSchema.refine(
  ({ value }) => Number.isInteger(value) && value < 2_147_483_648,
);

/** The cursor of a list that is ordered by a number. */
export type NumberCursor = z.output<typeof priceCursorSchema>;

export type Cursor = z.output<typeof cursorSchema>;
