import { expect, test } from 'vitest';
import { daysSince, describeConversion, isStaleRate, pricesNote, quoteNote } from '#lib/domain/exchange/conversion.ts';
import { type Exchange, quote, unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import type { PostCardDto } from '#lib/domain/posts/post-dto.ts';

const day = '2026-11-20';
const exchange: Exchange = {
  source: 'European Central Bank',
  rates: { USD: { perEuro: '1.1712', day }, JPY: { perEuro: '181.35', day: '2026-11-18' } },
  ...{ margin: '0', ending: null },
};
const price = { amount: 120_000, currency: 'EUR' };
const after = (days: number) => new Date(Date.parse(day) + days * 86_400_000);

test('a conversion is described by price, rate, day and source, and an unconverted price is not described', () => {
  const dollars = quote(price, 'USD', exchange);
  expect(describeConversion({ price, charged: dollars.shown, rate: dollars })).toBe(
    '€1,200 at 1 EUR = 1.1712 USD (European Central Bank, 20 November 2026)',
  );
  expect(describeConversion({ price, charged: price, rate: unconvertedQuote(price) })).toBeNull();
});

test('between two foreign currencies the day is that of the older rate', () => {
  expect(quoteNote(quote({ amount: 117_120, currency: 'USD' }, 'JPY', exchange), after(0))).toBe(
    'The artist’s price is $1,171.20 at 1 USD = 154.841 JPY (European Central Bank, 18 November 2026).',
  );
});

test.for([
  [0, false],
  [3, false],
  [3.9, false],
  [4, true],
  [40, true],
] as const)('a rate from %d days ago is old: %s', ([days, isOld]) => {
  expect(isStaleRate(day, after(days))).toBe(isOld);
  expect(daysSince(day, after(days))).toBe(Math.floor(days));
  const note = quoteNote(quote(price, 'USD', exchange), after(days));
  expect(note?.endsWith(` This rate is ${Math.floor(days)} days old.`)).toBe(isOld);
});

const card = (amount: number, currency: string): PostCardDto => ({
  ...{ id: '1', slug: 's', title: 't', price: { amount, currency } },
  artist: { username: 'a', displayName: 'A', portrait: null },
  ...{ status: 'LISTED', heldUntil: null, listedAt: '', picture: null },
});
const noteOn = (cards: PostCardDto[], currency: string, now: Date) =>
  pricesNote(quotePage({ posts: cards, next: null }, currency, exchange), currency, exchange, now);

test('a post grid mentions its rates only when they are old and used for a conversion', () => {
  const euros = card(120_000, 'EUR');
  expect(noteOn([euros], 'USD', after(3))).toBeNull();
  expect(noteOn([euros], 'USD', after(4))).toBe(
    'Prices are converted by the exchange rates of 20 November 2026, which are 4 days old.',
  );
  expect(noteOn([euros], 'EUR', after(4))).toBeNull();
  expect(noteOn([euros, card(5_000, 'JPY')], 'EUR', after(4))).toContain('20 November 2026');
  expect(noteOn([], 'USD', after(4))).toBeNull();
});

test('a post grid says why it does not show the visitor’s currency', () => {
  expect(noteOn([card(120_000, 'EUR'), card(5_000, 'KWD')], 'KWD', after(0))).toBe(
    'No exchange rate is known for Kuwaiti Dinar (KWD), so works are shown at the artists’ own prices.',
  );
  expect(noteOn([card(5_000, 'KWD')], 'KWD', after(0))).toBeNull();
});
