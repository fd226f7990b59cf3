import { expect, test } from 'vitest';
import { roundNumber } from '#lib/domain/search/price-steps.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { browseLinks } from '#lib/view/browse-links.ts';

const exchange = {
  ...{ source: 'a service', margin: '0', ending: null },
  rates: { JPY: { perEuro: '161.4', day: '2026-11-27' }, KWD: { perEuro: '0.36', day: '2026-11-27' } },
};
const values = { media: ['oil', 'ink', 'paper', 'linen', 'print', 'wood', 'bronze'], colors: ['blue'] } as const;
const pricesIn = (currency: string) =>
  browseLinks(values, currency, exchange)
    .places.filter(({ text }) => text.startsWith('Up to'))
    .map(({ text, href }) => [text, parseSearch(new URLSearchParams(href.split('?')[1])).max]);

test('prices to browse by are round in every currency, and none without a rate', () => {
  expect(pricesIn('EUR')).toEqual([
    ['Up to €250', '250'],
    ['Up to €1,000', '1000'],
  ]);
  expect(pricesIn('JPY').map(([, max]) => max)).toEqual(['50000', '200000']);
  expect(pricesIn('KWD').map(([, max]) => max)).toEqual(['100', '500']);
  expect(pricesIn('USD')).toEqual([]);
});

test('every way in is a search for works that are for sale', () => {
  const { places, media, colors } = browseLinks(values, 'EUR', exchange);
  for (const { href } of [...places, ...media, ...colors])
    expect(parseSearch(new URLSearchParams(href.split('?')[1])).available, href).toBe(true);
  expect(media.map(({ text }) => text)).toEqual(['Oil', 'Ink', 'Paper', 'Linen', 'Print', 'Wood']);
  expect(colors).toEqual([{ href: '/search?available=1&colour=blue', text: 'Blue', color: 'blue' }]);
});

test.for([
  [0.9, 1],
  [1.3, 1],
  [23, 25],
  [40, 50],
  [980, 1_000],
])('%f is about %f', ([value, rounded]) => {
  expect(roundNumber(value ?? 0)).toBe(rounded);
});
