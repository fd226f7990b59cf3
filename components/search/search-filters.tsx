import { buttonClass } from '#components/ui/button.tsx';
import { formatPostCount } from '#lib/domain/posts/post-count.ts';
import { ORIENTATIONS, type SearchCounts, type SearchQuery, SIZES } from '#lib/domain/search/search.ts';
import { ORIENTATION_LABELS, SIZE_LABELS } from '#lib/view/search-labels.ts';
import { Choice } from './choice.tsx';
import { ColorChoices } from './color-choices.tsx';
import { FilterGroup } from './filter-group.tsx';
import { MediumChoices } from './medium-choices.tsx';
import { RangeFields } from './range-fields.tsx';
import { ShowResults } from './show-results.tsx';
import { ValueChoices } from './value-choices.tsx';

type Props = {
  query: SearchQuery;
  counts: SearchCounts;
  currency: string;
  active: number;
  /** Another key gives all fields the values of `query`. */
  fieldsKey: number;
  /** Moves to the results. */
  onShow(): void;
};

/** The filters of a search: beside the works on a wide screen, folded above them on a narrow one. */
export function SearchFilters({ query, counts, currency, active, fieldsKey, onShow }: Props) {
  const artistNames = Object.fromEntries(counts.artist.map(({ value, displayName }) => [value, displayName]));
  return (
    <details className="always-open-when-wide">
      <summary className={`${buttonClass('quiet')} list-none`}>Filters{active > 0 && ` (${active})`}</summary>
      <div
        key={fieldsKey}
        className="mt-6 space-y-6 max-lg:[&_input]:scroll-mb-24 lg:mt-0 [&>fieldset:first-child]:lg:border-0 [&>fieldset:first-child]:lg:pt-0"
      >
        <FilterGroup name="Price">
          <RangeFields
            from={{ name: 'min', label: `Lowest price in ${currency}`, value: query.min, placeholder: 'From' }}
            to={{ name: 'max', label: `Highest price in ${currency}`, value: query.max, placeholder: 'To' }}
            step="any"
            unit={symbolOf(currency)}
          />
          <div className="mt-3">
            <Choice
              type="checkbox"
              name="available"
              value="1"
              isChosen={query.available}
              works={query.available ? undefined : counts.available}
            >
              Available only
            </Choice>
          </div>
        </FilterGroup>
        <MediumChoices chosen={query.medium} values={counts.medium} />
        <ColorChoices chosen={query.colour} values={counts.colour} />
        <ValueChoices
          name="size"
          title="Longest side"
          all="Any size"
          chosen={query.size}
          values={inOrder(SIZES, counts.size)}
          others={SIZES}
          labels={SIZE_LABELS}
        />
        <ValueChoices
          name="orientation"
          title="Format"
          all="Any format"
          chosen={query.orientation}
          values={inOrder(ORIENTATIONS, counts.orientation)}
          others={ORIENTATIONS}
          labels={ORIENTATION_LABELS}
        />
        <FilterGroup name="Year">
          <RangeFields
            from={{ name: 'from', label: 'Made since', value: query.from, placeholder: 'From' }}
            to={{ name: 'to', label: 'Made until', value: query.to, placeholder: 'To' }}
            max={9999}
          />
        </FilterGroup>
        <ValueChoices name="tag" title="Tag" all="Any tag" chosen={query.tag} values={counts.tag} labels={{}} />
        <ValueChoices
          name="artist"
          title="Artist"
          all="Any artist"
          chosen={query.artist}
          values={counts.artist}
          labels={artistNames}
        />
        {counts.total.isEstimate && (
          <p className="text-sm text-quiet">Numbers behind ≈ are estimates, from a sample of the works.</p>
        )}
        <noscript>
          <div className="sticky bottom-0 bg-paper py-3 lg:static lg:pt-2">
            <button type="submit" className={`${buttonClass()} w-full`}>
              Show the works
            </button>
          </div>
        </noscript>
      </div>
      <ShowResults total={formatPostCount(counts.total)} onShow={onShow} />
    </details>
  );
}

/** Counted values in their own order instead of by frequency. */
function inOrder<T extends string>(all: readonly T[], counted: SearchCounts['medium']): SearchCounts['medium'] {
  return all.flatMap((value) => counted.find((one) => one.value === value) ?? []);
}

function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}
