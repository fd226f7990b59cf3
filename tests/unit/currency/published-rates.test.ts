import { expect, test } from 'vitest';
import { usableDays } from '#lib/currency/published-rates.ts';

const NOW = new Date('2026-11-23T23:30:00Z');
const day = (date: string, rates: Record<string, string> = { USD: '1.15' }) => ({
  day: date,
  rates: new Map(Object.entries(rates)),
});

test('leaves out the euro and currencies that the shop cannot charge', () => {
  const [usable] = usableDays([day('2026-11-23', { EUR: '1', USD: '1.15', XDR: '0.8', XAU: '0.0003' })], NOW);
  expect([...(usable?.rates ?? [])]).toEqual([['USD', '1.15']]);
});

test('a day without usable rates is left out, and a response without a usable day is refused', () => {
  const unusable = day('2026-11-23', { XDR: '0.8' });
  expect(usableDays([unusable, day('2026-11-20')], NOW).map((usable) => usable.day)).toEqual(['2026-11-20']);
  expect(() => usableDays([unusable], NOW)).toThrow('no rates for any currency of this shop');
});

test('accepts tomorrow, which has begun in some time zones, but no later day', () => {
  expect(usableDays([day('2026-11-24')], NOW)).toHaveLength(1);
  expect(() => usableDays([day('2026-11-24'), day('2026-11-25')], NOW)).toThrow('2026-11-25, which is in the future');
});

test('accepts a day that is a year old', () => {
  expect(usableDays([day('2025-11-21')], NOW)).toHaveLength(1);
});

test.each(['2026-02-30', '2026-11-3', '0000-00-00', '20261120', 'today', ''])('refuses the day “%s”', (text) => {
  expect(() => usableDays([day(text)], NOW)).toThrow('which is not a date');
});

test('refuses days before the euro', () => {
  expect(() => usableDays([day('0001-01-01')], NOW)).toThrow('before the euro existed');
});
