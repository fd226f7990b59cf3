import { describe, expect, test } from 'vitest';
import { convert, type Exchange, isQuotable, type Quote, quote } from '#lib/domain/exchange/quote.ts';
import type { Money } from '#lib/domain/money/money.ts';

const EXCHANGE: Exchange = {
  source: 'Test Bank',
  rates: Object.fromEntries(
    Object.entries({
      ...{ USD: '1.1712', JPY: '181.35', KWD: '0.35987', ISK: '142.7', HUF: '384.20', GBP: '0.8712' },
      ...{ CHF: '0.9354', UGX: '4120.5', IDR: '19100', BHD: '0.44157' },
    }).map(([code, perEuro]) => [code, { perEuro, day: '2026-11-20' }]),
  ),
  margin: '0',
  ending: null,
};

/** The exchange with only this rate. */
const withRate = (currency: string, perEuro: string): Exchange => ({
  ...EXCHANGE,
  rates: { [currency]: { perEuro, day: '2026-11-20' } },
});

const own = (price: Money): Quote => ({ shown: price, price, rate: '1', day: null, source: null });

describe('calculated by hand', () => {
  test.for<[number, string, number, string, string]>([
    [120_000, 'EUR', 140_544, 'USD', '1200 × 1.1712 = 1405.44'],
    [120_000, 'EUR', 217_620, 'JPY', '1200 × 181.35 = 217,620'],
    [120_000, 'EUR', 431_840, 'KWD', '1200 × 0.35987 = 431.844, in tens of fils'],
    [120_000, 'EUR', 17_124_000, 'ISK', '1200 × 142.7 = 171,240'],
    [1_234, 'EUR', 176_100, 'ISK', '12.34 × 142.7 = 1760.918, in whole krónur'],
    [1_234, 'EUR', 474_103, 'HUF', '12.34 × 384.20 = 4741.028'],
    [120_000, 'EUR', 2_292_000_000, 'IDR', '1200 × 19,100 = 22,920,000'],
    [30_000, 'JPY', 16_543, 'EUR', '30,000 / 181.35 = 165.4259…'],
    [30_000, 'JPY', 59_530, 'KWD', '30,000 / 181.35 × 0.35987 = 59.5318…, in tens of fils'],
    [12_500, 'KWD', 6_299, 'JPY', '12.5 / 0.35987 × 181.35 = 6299.149…'],
    [99_999, 'USD', 74_385, 'GBP', '999.99 / 1.1712 × 0.8712 = 743.84502…'],
    [10_000_000, 'ISK', 70_077, 'EUR', '100,000 / 142.7 = 700.7708…'],
    [50_000_000, 'UGX', 14_212, 'USD', '500,000 / 4120.5 × 1.1712 = 142.1186…'],
    [8_555, 'CHF', 40_390, 'BHD', '85.55 / 0.9354 × 0.44157 = 40.3851…, in tens of fils'],
  ])('%i %s is %i %s: %s', ([amount, from, shown, to]) => {
    const price = { amount, currency: from };
    expect(quote(price, to, EXCHANGE).shown).toEqual({ amount: shown, currency: to });
    expect(convert(price, to, EXCHANGE)?.shown).toEqual({ amount: shown, currency: to });
  });

  test('a quote has its price, rate, day and source', () => {
    const price = { amount: 30_000, currency: 'JPY' };
    const exchange = { ...EXCHANGE, rates: { ...EXCHANGE.rates, JPY: { perEuro: '181.35', day: '2026-11-18' } } };
    expect(quote(price, 'USD', exchange)).toEqual({
      ...{ shown: { amount: 19_375, currency: 'USD' }, price },
      // 1.1712 / 181.35 to twelve decimals; the day is that of the older rate.
      ...{ rate: '0.006458229942', day: '2026-11-18', source: 'Test Bank' },
    });
  });

  test('the margin is added first and the ending last', () => {
    const price = { amount: 120_000, currency: 'EUR' };
    const shown = (margin: string, ending: number | null) => {
      const { shown, rate } = quote(price, 'USD', { ...EXCHANGE, margin, ending });
      return [shown.amount, rate];
    };
    expect(shown('2.5', null)).toEqual([144_058, '1.20048']);
    expect(shown('2.5', 90)).toEqual([144_090, '1.20048']);
    expect(shown('2.5', 0)).toEqual([144_100, '1.20048']);
    expect(shown('0', 90)).toEqual([140_590, '1.1712']);
    expect(shown('0', 0)).toEqual([140_500, '1.1712']);
  });
});

describe('rounding', () => {
  test.for<[string, string, number, number]>([
    // Exact halves of a step, each above an even number, which half-even rounding would round down.
    ['JPY', '160.5', 100, 161],
    ['KWD', '0.3445', 1_000, 3_450],
    ['ISK', '142.5', 100, 14_300],
    ['HUF', '400.125', 100, 40_013],
    ['USD', '1.125', 100, 113],
    // Just below the halves.
    ['JPY', '160.499999999999', 100, 160],
    ['KWD', '0.344499999999', 1_000, 3_440],
    ['ISK', '142.499999999999', 100, 14_200],
    ['HUF', '400.124999999999', 100, 40_012],
    ['USD', '1.124999999999', 100, 112],
  ])('rounds one euro in %s at %s', ([currency, perEuro, amount, shown]) => {
    expect(quote({ amount, currency: 'EUR' }, currency, withRate(currency, perEuro)).shown).toEqual({
      amount: shown,
      currency,
    });
  });

  test('rounds negative amounts away from zero, too', () => {
    const back = convert({ amount: -100, currency: 'EUR' }, 'JPY', withRate('JPY', '160.5'));
    expect(back?.shown).toEqual({ amount: -161, currency: 'JPY' });
  });

  test('rounds to the nearest ending, upwards in the middle, and never to zero', () => {
    const usd = (amount: number, ending: number) =>
      quote({ amount, currency: 'EUR' }, 'USD', { ...withRate('USD', '1'), ending }).shown;
    expect([149, 150, 151, 249].map((cents) => usd(cents, 0).amount)).toEqual([100, 200, 200, 200]);
    expect([139, 140, 141, 190].map((cents) => usd(cents, 90).amount)).toEqual([90, 190, 190, 190]);
    expect([50, 89, 90].map((cents) => usd(cents, 90).amount)).toEqual([90, 90, 90]);
    expect([50, 99].map((cents) => usd(cents, 0).amount)).toEqual([100, 100]);
    // The smallest charge in pounds is nearer to zero than to one pound.
    const gbp = quote({ amount: 50, currency: 'EUR' }, 'GBP', { ...withRate('GBP', '0.6'), ending: 0 });
    expect(gbp.shown).toEqual({ amount: 100, currency: 'GBP' });
  });

  test('ignores the ending in currencies with only whole units', () => {
    const shown = (currency: string) =>
      quote({ amount: 1_234, currency: 'EUR' }, currency, { ...EXCHANGE, ending: 90 }).shown;
    expect([shown('JPY'), shown('ISK')]).toEqual([
      { amount: 2_238, currency: 'JPY' },
      { amount: 176_100, currency: 'ISK' },
    ]);
    expect(shown('KWD')).toEqual({ amount: 4_900, currency: 'KWD' });
  });
});

describe("shows the artist's own price", () => {
  const price = { amount: 120_000, currency: 'EUR' };

  test('in the artist’s own currency, regardless of margin and ending', () => {
    const exchange = { ...EXCHANGE, margin: '12.5', ending: 90 };
    expect(quote(price, 'EUR', exchange)).toEqual(own(price));
    const dollars = { amount: 1_234, currency: 'USD' };
    expect(quote(dollars, 'USD', exchange)).toEqual(own(dollars));
  });

  test.for(['SEK', 'XXX', 'eur', '', 'constructor', '__proto__'])('where no rate is known for %j', (currency) => {
    expect(quote(price, currency, EXCHANGE)).toEqual(own(price));
    expect(convert(price, currency, EXCHANGE)).toBeNull();
    expect(isQuotable(currency, EXCHANGE)).toBe(false);
  });

  test('where no rate is known for the currency of the price', () => {
    const kronor = { amount: 1_000, currency: 'SEK' };
    expect(quote(kronor, 'EUR', EXCHANGE)).toEqual(own(kronor));
    expect(quote(kronor, 'SEK', EXCHANGE)).toEqual(own(kronor));
  });

  test('where no rates are known', () => {
    const none: Exchange = { source: null, rates: {}, margin: '0', ending: null };
    expect(quote(price, 'USD', none)).toEqual(own(price));
    expect(quote({ amount: 500, currency: 'USD' }, 'EUR', none)).toEqual({ ...own({ amount: 500, currency: 'USD' }) });
  });

  test.for<[string, string, number, number]>([
    // [currency, rate, the largest price that is too small, the smallest price that can be charged]
    ['GBP', '0.1', 295 - 1, 295],
    ['HUF', '100', 174, 175],
    ['JPY', '10', 494, 495],
    ['THB', '1', 999, 1_000],
  ])("below Stripe's minimum in %s", ([currency, perEuro, tooSmall, enough]) => {
    const small = { amount: tooSmall, currency: 'EUR' };
    expect(quote(small, currency, withRate(currency, perEuro))).toEqual(own(small));
    expect(quote({ amount: enough, currency: 'EUR' }, currency, withRate(currency, perEuro)).shown.currency).toBe(
      currency,
    );
  });

  test("below Stripe's minimum, even if the ending would raise it above", () => {
    const exchange = { ...withRate('JPY', '181.35'), ending: 90 };
    const small = { amount: 50, currency: 'JPY' };
    expect(quote(small, 'EUR', exchange)).toEqual(own(small));
  });

  test("above Stripe's maximum", () => {
    const all = { amount: 99_999_999, currency: 'EUR' };
    expect(quote(all, 'USD', withRate('USD', '1')).shown).toEqual({ amount: 99_999_999, currency: 'USD' });
    const largest = { amount: 999_999, currency: 'EUR' };
    expect(quote(largest, 'USD', withRate('USD', '100')).shown).toEqual({ amount: 99_999_900, currency: 'USD' });
    const tooLarge = { amount: 1_000_000, currency: 'EUR' };
    expect(quote(tooLarge, 'USD', withRate('USD', '100'))).toEqual(own(tooLarge));
    expect(quote(tooLarge, 'COP', withRate('COP', '100')).shown).toEqual({ amount: 100_000_000, currency: 'COP' });
    // 999,999.60 can be charged; the next price that ends in 00 cannot.
    const exchange = { ...withRate('USD', '1'), ending: 0 };
    expect(quote({ amount: 99_999_960, currency: 'EUR' }, 'USD', exchange).shown.currency).toBe('EUR');
  });

  test('where the rate rounds to zero', () => {
    const exchange = {
      ...EXCHANGE,
      rates: { ...EXCHANGE.rates, USD: { perEuro: '9999999999999', day: '2026-11-20' } },
    };
    expect(quote({ amount: 1_000, currency: 'USD' }, 'EUR', exchange).shown.currency).toBe('USD');
  });
});
