import type { Exchange } from '#lib/domain/exchange/quote.ts';
import { currencyDigits } from '#lib/domain/money/currencies.ts';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { Color } from '#lib/domain/pictures/colors.ts';
import { priceSteps } from '#lib/domain/search/price-steps.ts';
import { EVERYTHING, type SearchQuery, searchUrl } from '#lib/domain/search/search.ts';
import { COLOR_LABELS } from './search-labels.ts';

export type BrowseLink = { href: string; text: string };
export type BrowseLinks = { places: BrowseLink[]; media: BrowseLink[]; colors: (BrowseLink & { color: Color })[] };

/** What the catalogue has most of. */
export type BrowseValues = { media: readonly string[]; colors: readonly Color[] };

const MAX_MEDIA = 6;
const forSale = (query: Partial<SearchQuery>) => searchUrl({ ...EVERYTHING, available: true, ...query });

/** The ways into the catalogue without a search, each a list of works for sale. */
export function browseLinks({ media, colors }: BrowseValues, currency: string, exchange: Exchange): BrowseLinks {
  return {
    places: [
      { href: forSale({}), text: 'New' },
      { href: forSale({ sort: 'week' }), text: 'This week’s most viewed' },
      ...priceSteps(currency, exchange).map((step) => ({
        href: forSale({ max: String(step), sort: 'price-down' }),
        text: `Up to ${formatMoney({ amount: step * 10 ** currencyDigits(currency), currency })}`,
      })),
    ],
    media: media.slice(0, MAX_MEDIA).map((medium) => ({ href: forSale({ medium }), text: capitalized(medium) })),
    colors: colors.map((color) => ({ href: forSale({ colour: color }), text: COLOR_LABELS[color], color })),
  };
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
