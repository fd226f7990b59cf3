import { describe, expect, test } from 'vitest';
import { chartDays, lastDays, type SalesOfDay, sumSales, totalIn } from '#lib/domain/overview/sales.ts';
import { chartBars, describeChart, roundMaximum } from '#lib/domain/overview/sales-chart.ts';
import { describeWaiting, type WaitingCount } from '#lib/domain/overview/waiting.ts';

const EXCHANGE = {
  source: 'Test Bank',
  rates: { USD: { perEuro: '2', day: '2026-11-20' }, JPY: { perEuro: '100', day: '2026-11-20' } },
  ...{ margin: '2.5', ending: null },
};
const row = (day: string, currency: string, gross: number, more: Partial<SalesOfDay> = {}): SalesOfDay => ({
  ...{ day, currency, gross, works: 1, returned: 0 },
  ...more,
});

test('the last days end today, across the end of a month and regardless of the hour', () => {
  for (const hour of ['00:00:00', '23:59:59'])
    expect(lastDays(3, new Date(`2026-12-01T${hour}Z`))).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
});

describe('sums', () => {
  const rows = [
    row('2026-11-28', 'USD', 500),
    row('2026-11-29', 'USD', 1_000, { returned: 300 }),
    row('2026-11-30', 'JPY', 200, { works: 2 }),
    row('2026-11-30', 'USD', 400, { works: 0 }),
  ];

  test('are by currency, and begin with a day', () => {
    expect(sumSales(rows, '2026-11-29')).toEqual({
      works: 3,
      gross: [
        { amount: 200, currency: 'JPY' },
        { amount: 1_400, currency: 'USD' },
      ],
      returned: [{ amount: 300, currency: 'USD' }],
    });
  });

  test('in one currency are at the rates in use, without margin; a currency without a rate is named', () => {
    const { gross } = sumSales([...rows, row('2026-11-30', 'CHF', 900)], '2026-11-29');
    // ¥200 are €2, $14 are €7.
    expect(totalIn('EUR', gross, EXCHANGE)).toEqual({
      money: { amount: 900, currency: 'EUR' },
      ...{ isConverted: true, unknown: ['CHF'] },
    });
    // Not exact, so in whole units.
    expect(totalIn('EUR', [{ amount: 399, currency: 'USD' }], EXCHANGE).money.amount).toBe(200);
    expect(totalIn('USD', [{ amount: 5, currency: 'USD' }], EXCHANGE)).toMatchObject({ isConverted: false });
  });

  test('of each day have zeros where nothing was sold', () => {
    expect(chartDays(rows, ['2026-11-29', '2026-11-30', '2026-12-01'], 'EUR', EXCHANGE)).toEqual([
      { day: '2026-11-29', works: 1, gross: 500 },
      { day: '2026-11-30', works: 2, gross: 400 },
      { day: '2026-12-01', works: 0, gross: 0 },
    ]);
  });
});

describe('the chart', () => {
  test.each([
    [[], 1],
    [[0, 0], 1],
    [[3], 5],
    [[10], 10],
    [[10, 101], 200],
    [[99_999_999], 100_000_000],
  ])('of %j ends at %i', (values, maximum) => expect(roundMaximum(values)).toBe(maximum));

  test('has a bar for each day with sales, in the middle of its day, and as high as its share', () => {
    const days = [0, 100, 25, 0].map((gross, index) => ({ day: `2026-11-0${index + 1}`, works: 1, gross }));
    const bars = chartBars(days);
    expect(bars.map(({ day }) => day)).toEqual(['2026-11-02', '2026-11-03']);
    const [full, quarter] = bars;
    expect(full).toMatchObject({ y: 0, height: 100 });
    expect(quarter).toMatchObject({ y: 75, height: 25 });
    for (const [index, bar] of bars.entries()) expect(bar.x + bar.width / 2).toBeCloseTo(25 * (index + 1) + 12.5);
  });

  test('shows a small sale beside a very large one, and stays within its frame', () => {
    const days = [1, 99_999_999].map((gross, index) => ({ day: String(index), works: 1, gross }));
    for (const { x, y, width, height } of chartBars(days)) {
      expect(height).toBeGreaterThanOrEqual(1);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(y + height).toBeCloseTo(100);
      expect(x + width).toBeLessThanOrEqual(100);
    }
  });

  test('is a sentence for those who do not see it', () => {
    const days = [
      { day: '2026-11-29', works: 1, gross: 12_000 },
      { day: '2026-11-30', works: 0, gross: 0 },
    ];
    expect(describeChart(days, 'EUR')).toBe(
      'Sales by day from 29 November 2026 to 30 November 2026: 1 work, €120 in all. The most was paid on 29 November 2026: €120.',
    );
    expect(describeChart(days.slice(1), 'EUR')).toBe('Sales by day from 30 November 2026 to 30 November 2026: none.');
  });
});

test('what waits is said with its number, and what is late comes first', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const waits = (name: WaitingCount['name'], count: number, oldest: string, more = false) => ({
    ...{ name, count, oldest, more },
  });
  const items = describeWaiting(
    [
      waits('imports', 1, '2026-11-30T11:00:00Z'),
      waits('mails', 1_000, '2026-11-30T11:00:00Z', true),
      waits('flagged-orders', 2, '2026-11-29T12:00:01Z'),
      waits('exports', 0, '2026-11-01T00:00:00Z'),
    ],
    now,
  );
  expect(items.map(({ text, isLate }) => [text, isLate])).toEqual([
    ['More than 1,000 mails are not sent', true],
    ['2 orders need attention', false],
    ['1 import is running', false],
  ]);
});
