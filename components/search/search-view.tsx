import { PostGrid } from '#components/posts/grid/post-grid.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { describeWorkCount } from '#lib/domain/posts/post-count.ts';
import {
  type FoundPage,
  type SearchCounts,
  type SearchQuery,
  searchAddress,
  searchParams,
  type ZeroResultSuggestion,
} from '#lib/domain/search/search.ts';
import { activeFilters } from '#lib/view/active-filters.ts';
import { NoResults } from './no-results.tsx';
import { ResultHeader } from './result-header.tsx';
import { SearchFilters } from './search-filters.tsx';
import { SearchShell } from './search-shell.tsx';

type Props = {
  query: SearchQuery;
  page: FoundPage;
  counts: SearchCounts;
  note: string | null;
  currency: string;
  ways: readonly ZeroResultSuggestion[];
};

/** What was looked for, found and counted. The form works by itself, without JavaScript. */
export function SearchView({ query, page, counts, note, currency, ways }: Props) {
  const api = `/api/search?${[searchParams(query), `currency=${currency}`].filter(Boolean).join('&')}`;
  const artist = counts.artist.find(({ value }) => value === query.artist?.toLowerCase());
  const filters = activeFilters(query, currency, artist?.displayName ?? null);
  const total = describeWorkCount(counts.total);
  return (
    <SearchShell total={total}>
      <h1 className="sr-only">{query.q === '' ? 'Search' : `Search for “${query.q}”`}</h1>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-14 lg:grid-cols-[15rem_minmax(0,1fr)]">
        {/* A browser that fills in what stood here before a reload would have it searched for. */}
        <form id="search" action="/search" autoComplete="off" className="contents">
          <search className="col-span-full mb-6 flex items-end gap-4 pt-2 sm:mb-10 sm:gap-6 sm:pt-6">
            <label htmlFor="q" className="sr-only">
              Titles, artists, tags, materials
            </label>
            <input
              id="q"
              name="q"
              type="search"
              defaultValue={query.q}
              maxLength={200}
              placeholder="Titles, artists, tags"
              enterKeyHint="search"
              className="min-w-0 grow rounded-none border-b border-field bg-transparent pb-2 font-serif text-2xl tracking-tight outline-none placeholder:text-quiet focus:border-ink focus:shadow-[0_1px_0_var(--color-ink)] sm:pb-3 sm:text-4xl"
            />
            <button type="submit" className={buttonClass('quiet')}>
              Search
            </button>
          </search>
          <div className="mb-8 lg:mb-0">
            <SearchFilters query={query} counts={counts} currency={currency} active={filters.length} />
          </div>
        </form>
        <section aria-label="Works found" className="min-w-0 transition-opacity group-data-busy/search:opacity-50">
          <ResultHeader query={query} total={total} filters={filters} corrected={page.corrected} />
          {page.posts.length > 0 ? (
            <PostGrid page={page} note={note} path={searchAddress(query)} api={api} />
          ) : (
            <NoResults words={query.q} ways={ways} />
          )}
        </section>
      </div>
    </SearchShell>
  );
}
