import { expect, test } from 'vitest';
import { barHeight, chartTop, dayOf, lastDays, startOfDay, visitorFigures } from '#lib/domain/visits/visitor-days.ts';

test('days are UTC days and continue across the ends of months and years', () => {
  expect(dayOf(new Date('2026-12-31T23:30:00-05:00'))).toBe('2027-01-01');
  expect(dayOf(new Date('2027-01-01T00:30:00+01:00'))).toBe('2026-12-31');
  expect(startOfDay('2026-12-31', 1)).toEqual(new Date('2027-01-01T00:00:00Z'));
  expect(lastDays('2028-03-01', 3)).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
});

test('days without visitors are filled in, and the week is the last seven days', () => {
  const known = [
    { day: '2026-11-24', visitors: 64 },
    { day: '2026-11-23', visitors: 1 },
    { day: '2026-11-17', visitors: 2 },
    { day: '2026-11-16', visitors: 4 },
    { day: '2026-10-25', visitors: 8 },
    { day: '2026-10-24', visitors: 16 },
  ];
  const { days, ...sums } = visitorFigures(90, known, '2026-11-23');
  expect(sums).toEqual({ total: 90, week: 3 });
  expect(days).toHaveLength(30);
  expect(days[0]).toEqual({ day: '2026-10-25', visitors: 8 });
  expect(days[1]).toEqual({ day: '2026-10-26', visitors: 0 });
  expect(days.at(-1)).toEqual({ day: '2026-11-23', visitors: 1 });
});

test.for([
  [0, 2],
  [1, 2],
  [2, 2],
  [3, 4],
  [5, 10],
  [10, 10],
  [11, 20],
  [41, 100],
  [4_001, 10_000],
])('a chart of %i visitors has a scale up to %i', ([visitors = 0, top]) => {
  expect(
    chartTop([
      { day: '2026-11-23', visitors },
      { day: '2026-11-24', visitors: 0 },
    ]),
  ).toBe(top);
});

test('a bar’s height is proportional to its visitors, and one visitor among thousands stays visible', () => {
  expect(chartTop([])).toBe(2);
  expect(barHeight(0, 10)).toBe(0);
  expect(barHeight(4, 10)).toBe(40);
  expect(barHeight(10, 10)).toBe(100);
  expect(barHeight(1, 10_000)).toBe(2);
});
