import { isolate } from '#lib/domain/isolate.ts';
import { currencyDigits } from '#lib/domain/money/currencies.ts';
import { formatMoney } from '#lib/domain/money/money.ts';
import { EVERYTHING, type SearchQuery } from '#lib/domain/search/search.ts';
import { COLOR_LABELS, ORIENTATION_LABELS, SIZE_LABELS } from './search-labels.ts';

/** The label of an active filter, and the query without that filter. */
export type ActiveFilter = { label: string; without: SearchQuery };

/**
 * The active filters of a query, in the order of the search form.
 * @param currency of the price bounds
 * @param artistName the artist's display name; without it their username is shown
 */
export function activeFilters(query: SearchQuery, currency: string, artistName: string | null): ActiveFilter[] {
  const { available, medium, size, orientation, colour, tag, artist } = query;
  const found: ActiveFilter[] = [];
  add(available ? 'Available' : null, 'available');
  add(priceLabel(query, currency), 'min', 'max');
  add(medium, 'medium');
  add(yearsLabel(query), 'from', 'to');
  add(size && SIZE_LABELS[size], 'size');
  add(orientation && ORIENTATION_LABELS[orientation], 'orientation');
  add(colour && COLOR_LABELS[colour], 'colour');
  add(tag && `Tag: ${isolate(tag)}`, 'tag');
  add(artist && `By ${isolate(artistName ?? artist)}`, 'artist');
  return found;

  function add(label: string | null, ...names: (keyof SearchQuery)[]) {
    if (label === null) return;
    const cleared = Object.fromEntries(names.map((name) => [name, EVERYTHING[name]]));
    found.push({ label, without: { ...query, ...cleared } });
  }
}

function priceLabel({ min, max }: SearchQuery, currency: string): string | null {
  const shown = (units: string) =>
    formatMoney({ amount: Math.round(Number(units) * 10 ** currencyDigits(currency)), currency });
  if (min !== null && max !== null) return `${shown(min)} to ${shown(max)}`;
  if (min !== null) return `From ${shown(min)}`;
  return max === null ? null : `Up to ${shown(max)}`;
}

function yearsLabel({ from, to }: SearchQuery): string | null {
  if (from !== null && to !== null) return from === to ? `Made in ${from}` : `Made ${from} to ${to}`;
  if (from !== null) return `Made since ${from}`;
  return to === null ? null : `Made until ${to}`;
}
