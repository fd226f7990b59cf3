import { currencyDigits, maximumAmount } from '#lib/domain/money/currencies.ts';
import type { Money } from '#lib/domain/money/money.ts';
import { POST_LIMITS } from '#lib/domain/posts/post-limits.ts';
import { digest } from '../../demo/stable-id.ts';
import type { CatalogueWork } from './catalogue-line.ts';

/** At most `max` characters, cut between two words if possible, with … at the end. */
export function cutAtWord(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const head = characters.slice(0, max - 1).join('');
  const space = characters[max - 1] === ' ' ? head.length : head.lastIndexOf(' ');
  const cut = space > head.length / 2 ? head.slice(0, space) : head;
  return `${cut.replace(/[\s.,;:–-]+$/u, '')}…`;
}

/** The first number of three or four digits: `c.1785` gives 1785, `1826–7, reprinted 1892` gives 1826. */
export function yearOf(date: string | null): number | null {
  const match = /(?<!\d)\d{3,4}(?!\d)/.exec(date ?? '');
  return match ? Number(match[0]) : null;
}

/** Height × width. */
export function dimensionsOf({ width_mm: first, height_mm: second }: CatalogueWork): string | null {
  return first && second ? `${first} × ${second} mm` : null;
}

/** Width divided by height, or null if unknown; see catalogue-line.ts for the swapped names. */
export function proportionOf({ width_mm: height, height_mm: width }: CatalogueWork): number | null {
  return width && height ? width / height : null;
}

/** Up to ten distinct tags from the subjects, or from the themes if there are none. Long ones are left out. */
export function tagsOf({ subjects, themes }: CatalogueWork): string[] {
  const tags = new Set((subjects.length > 0 ? subjects : themes).map(normalizedTag));
  return [...tags].filter((tag) => tag !== '' && [...tag].length <= POST_LIMITS.tag).slice(0, POST_LIMITS.tags);
}

// A comma would separate tags in the form.
function normalizedTag(subject: string): string {
  return subject
    .toLowerCase()
    .replace(/ - non-specific$/, '')
    .replace(/[,#]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const MEDIAN_EUROS: Readonly<Record<string, number>> = {
  'on paper, unique': 900,
  'on paper, print': 350,
  painting: 3800,
  sculpture: 5200,
  relief: 2600,
  installation: 7500,
};

/** For invented prices: the first whose `until` is above a number from 0 to 1 is used; `perEuro` is approximate. */
const CURRENCIES = [
  { code: 'GBP', until: 0.38, perEuro: 0.86 },
  { code: 'EUR', until: 0.66, perEuro: 1 },
  { code: 'USD', until: 0.86, perEuro: 1.1 },
  { code: 'CHF', until: 0.91, perEuro: 0.95 },
  { code: 'JPY', until: 0.96, perEuro: 165 },
  { code: 'SEK', until: 1, perEuro: 11 },
];

/** An invented price, always the same for the same work: log-normal around a typical price of its kind. */
export function priceOf({ acno, classification }: CatalogueWork): Money {
  const bytes = digest(`price ${acno}`);
  const [u, v, w] = [fraction(bytes, 0), fraction(bytes, 4), fraction(bytes, 8)];
  const normal = Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
  const euros = (MEDIAN_EUROS[classification ?? ''] ?? 1500) * Math.exp(0.75 * normal);
  const { code, perEuro } = CURRENCIES.find(({ until }) => w < until) ?? { code: 'EUR', perEuro: 1 };
  const amount = roundedPrice(Math.max(20, euros) * perEuro) * 10 ** currencyDigits(code);
  return { amount: Math.min(amount, maximumAmount(code) - (maximumAmount(code) % 100)), currency: code };
}

/** Two significant digits, as prices usually have. */
function roundedPrice(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}

function fraction(bytes: Buffer, offset: number): number {
  return bytes.readUInt32BE(offset) / 2 ** 32;
}
