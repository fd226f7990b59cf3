import { expect, test } from 'vitest';
import { usableDays } from '#lib/currency/published-rates.ts';

const NOW = new Date('2026-11-23T23:30:00Z');
const day = (date: string, rates: Record<string, string> = { USD: '1.15' }) => ({
  day: date,
  rates: new Map(Object.entries(rates)),
});

test('leaves out the euro and what the shop cannot charge', () => {
  const [left] = usableDays([day('2026-11-23', { EUR: '1', USD: '1.15', XDR: '0.8', XAU: '0.0003' })], NOW);
  expect([...(left?.rates ?? [])]).toEqual([['USD', '1.15']]);
});

test('a day that has nothing else is left out, and an answer that has no other is refused', () => {
  const odd = day('2026-11-23', { XDR: '0.8' });
  expect(usableDays([odd, day('2026-11-20')], NOW).map((one) => one.day)).toEqual(['2026-11-20']);
  expect(() => usableDays([odd], NOW)).toThrow('no rate of a currency that this shop knows');
});

test('tomorrow has begun somewhere; the day after it has not', () => {
  expect(usableDays([day('2026-11-24')], NOW)).toHaveLength(1);
  expect(() => usableDays([day('2026-11-24'), day('2026-11-25')], NOW)).toThrow('2026-11-25, which is in the future');
});

test('a year-old day is no mistake', () => {
  expect(usableDays([day('2025-11-21')], NOW)).toHaveLength(1);
});

test.each(['2026-02-30', '2026-11-3', '0000-00-00', '20261120', 'today', ''])('refuses the day “%s”', (text) => {
  expect(() => usableDays([day(text)], NOW)).toThrow('which is no day');
});

test('refuses days before the euro', () => {
  expect(() => usableDays([day('0001-01-01')], NOW)).toThrow('before there was a euro');
});
