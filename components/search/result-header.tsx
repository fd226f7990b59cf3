import Link from 'next/link';
import type { Ref } from 'react';
import { defaultSort, EVERYTHING, type SearchQuery, SORTS, searchUrl } from '#lib/domain/search/search.ts';
import type { ActiveFilter } from '#lib/view/active-filters.ts';
import { SORT_LABELS } from '#lib/view/search-labels.ts';

type Props = {
  query: SearchQuery;
  total: string;
  filters: readonly ActiveFilter[];
  corrected: string | null;
  fieldsKey: number;
  foundRef: Ref<HTMLParagraphElement>;
  /** Shows the search of a URL in place. */
  onOpen(url: string): void;
};

/** The number of results, their order, and the active filters. */
export function ResultHeader({ query, total, filters, corrected, fieldsKey, foundRef, onOpen }: Props) {
  const withoutFilters = searchUrl({ ...EVERYTHING, q: query.q, sort: query.sort });
  return (
    <div className="mb-8 sm:mb-10">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p ref={foundRef} id="found" tabIndex={-1} className="scroll-mt-4 text-quiet tabular-nums outline-none">
          {total}
        </p>
        {/* With words the usual order is another one, and so is what its empty value means. */}
        <SortField key={`${fieldsKey} ${defaultSort(query)}`} query={query} />
      </div>
      {corrected !== null && (
        <p className="mt-4 font-serif text-lg">
          No work has “<bdi>{query.q}</bdi>”; these have “
          <bdi>
            <strong className="font-semibold">{corrected}</strong>
          </bdi>
          ”.
        </p>
      )}
      {filters.length > 0 && (
        <ul aria-label="Filters in use" className="mt-4 flex flex-wrap gap-2 text-sm">
          {filters.map(({ label, without }) => (
            <li key={label} className="max-w-full">
              <Link
                href={searchUrl(without)}
                onNavigate={(event) => {
                  event.preventDefault();
                  onOpen(searchUrl(without));
                }}
                prefetch={false}
                rel="nofollow"
                className="inline-flex min-h-8 items-center gap-2 max-w-full rounded-2xl border border-line bg-raised px-3.5 py-1 hover:border-ink"
              >
                <span className="sr-only">Without the filter: </span>
                <bdi className="min-w-0">{label}</bdi>
                <span aria-hidden className="text-quiet">
                  ×
                </span>
              </Link>
            </li>
          ))}
          {filters.length > 1 && (
            <li>
              <Link
                href={withoutFilters}
                onNavigate={(event) => {
                  event.preventDefault();
                  onOpen(withoutFilters);
                }}
                prefetch={false}
                rel="nofollow"
                className="inline-flex min-h-8 items-center px-2 text-quiet underline underline-offset-4 hover:text-ink"
              >
                Clear all
              </Link>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

function SortField({ query }: { query: SearchQuery }) {
  const usual = defaultSort(query);
  return (
    <p className="flex items-center gap-2 text-sm">
      <label htmlFor="sort" className="text-quiet">
        Sort
      </label>
      <select
        id="sort"
        name="sort"
        form="search"
        defaultValue={query.sort === usual ? '' : query.sort}
        className="w-52 rounded-md border border-field bg-raised py-1.5 pr-2 pl-2.5 text-base sm:text-sm"
      >
        {SORTS.filter((sort) => sort !== 'best' || usual === 'best').map((sort) => (
          // The default order stays out of the URL.
          <option key={sort} value={sort === usual ? '' : sort}>
            {SORT_LABELS[sort]}
          </option>
        ))}
      </select>
    </p>
  );
}
