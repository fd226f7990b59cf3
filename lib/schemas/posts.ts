import { z } from 'zod';
import { DEFAULT_CURRENCY, isCurrency, minimumAmount } from '#lib/domain/money/currencies.ts';
import { formatMoney, type PriceProblem, parsePrice } from '#lib/domain/money/money.ts';
import { POST_LIMITS, SHOWN_IN_POST_FORM } from '#lib/domain/posts/post-limits.ts';
import { bounded, isLonger, line, oneLine, text } from './text.ts';

const optionalLine = (max: number, tooLong: string) =>
  line(max, tooLong).transform((value) => (value === '' ? null : value));

const TOO_MANY_TAGS = 'Use up to ten tags.';

const tags = bounded(SHOWN_IN_POST_FORM.tags, TOO_MANY_TAGS).transform((value, context) => {
  const list = [
    ...new Set(
      value
        .split(/[,\r\n\u2028\u2029]/)
        .map((tag) => oneLine(oneLine(tag).replace(/^#/, '').replace(/\s+/g, ' ')).toLowerCase()),
    ),
  ];
  const named = list.filter((tag) => tag !== '');
  if (named.length > POST_LIMITS.tags) context.addIssue({ code: 'custom', message: TOO_MANY_TAGS });
  if (named.some((tag) => isLonger(tag, POST_LIMITS.tag))) {
    context.addIssue({ code: 'custom', message: 'Keep each tag to 30 characters.' });
  }
  return named;
});

const NO_YEAR = 'Enter the year in digits, such as 2024.';

const year = bounded(SHOWN_IN_POST_FORM.year, NO_YEAR)
  .trim()
  .regex(/^(\d{1,4})?$/, NO_YEAR)
  .transform((value) => (value === '' ? null : Number(value)))
  .refine((value) => value === null || value <= new Date().getFullYear() + 1, 'This year is in the future.');

const pictures = z
  // Counted before any of them is read.
  .array(z.unknown())
  .max(POST_LIMITS.pictures, 'A work can have up to eight pictures.')
  .pipe(
    z.array(
      z.object({ id: z.uuid(), alt: line(POST_LIMITS.alt, 'Keep the picture’s description to 300 characters.') }),
    ),
  )
  .refine((list) => new Set(list.map((picture) => picture.id)).size === list.length, 'The same picture is here twice.');

const NO_PRICE = 'Enter the price in digits, such as 1200 or 1200.50.';

function priceMessage(problem: PriceProblem, currency: string): string {
  if (problem === 'not-a-number') return NO_PRICE;
  if (problem === 'too-many-digits') return `This price has more decimals than ${currency} allows.`;
  if (problem === 'too-large') return 'This is more than a single payment allows.';
  return `The lowest price is ${formatMoney({ amount: minimumAmount(currency), currency })}.`;
}

const priceFields = z.object({
  price: bounded(POST_LIMITS.price, NO_PRICE),
  currency: z.string().default(DEFAULT_CURRENCY).refine(isCurrency, 'Choose a currency from the list.'),
});

/**
 * The fields of the post form, all text. The output has the price in minor units and null for empty optional fields.
 */
export const postSchema = z
  .object({
    title: line(POST_LIMITS.title, 'Keep the title to 120 characters.').refine(
      (value) => value !== '',
      'Give the work a title.',
    ),
    description: text(POST_LIMITS.description, 'Keep the short description to 280 characters.'),
    content: text(POST_LIMITS.content, 'Keep the text to 10,000 characters.'),
    ...priceFields.shape,
    tags,
    medium: optionalLine(POST_LIMITS.short, 'Keep this to 120 characters.'),
    year,
    dimensions: optionalLine(POST_LIMITS.short, 'Keep this to 120 characters.'),
    pictures,
  })
  .superRefine(
    ({ price, currency }, context) => {
      const parsed = parsePrice(price, currency);
      if ('problem' in parsed)
        context.addIssue({ code: 'custom', path: ['price'], message: priceMessage(parsed.problem, currency) });
    },
    // Also when other fields have errors, so that all are found in one round.
    { when: ({ value }) => priceFields.safeParse(value).success },
  )
  .transform(({ price, currency, ...rest }) => {
    const parsed = parsePrice(price, currency);
    if ('problem' in parsed) throw new Error(`the price was accepted although it is ${parsed.problem}`);
    return { ...rest, price: parsed.money };
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
