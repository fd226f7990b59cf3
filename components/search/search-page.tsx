'use client';

import { useEffect, useRef } from 'react';
import { InfinitePostGrid } from '#components/posts/grid/infinite-post-grid.tsx';
import { PostGridSkeleton } from '#components/posts/grid/post-grid-skeleton.tsx';
import { PricesNote } from '#components/posts/grid/prices-note.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { formatPostCount } from '#lib/domain/posts/post-count.ts';
import { type SearchResults, searchParams, searchUrl } from '#lib/domain/search/search.ts';
import { activeFilters } from '#lib/view/active-filters.ts';
import { searchTitle } from '#lib/view/search-labels.ts';
import { NoResults } from './no-results.tsx';
import { ResultHeader } from './result-header.tsx';
import { SearchFilters } from './search-filters.tsx';
import { useSearch } from './use-search.ts';

/** Computing them takes a server a few milliseconds and a phone many. */
const NO_SIZES: string[] = [];

type Props = {
  initial: SearchResults;
  currency: string;
  /** The sizes attributes of the first works. */
  sizes: string[];
};

/** The search form, and below it what it finds. Without JavaScript the form is sent by its button. */
export function SearchPage({ initial, currency, sizes }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const found = useRef<HTMLParagraphElement>(null);
  // The link that was followed may be gone.
  const focusResults = () => found.current?.focus({ preventScroll: true });
  function showResults() {
    found.current?.scrollIntoView();
    focusResults();
  }
  const { results, isShown, isPending, fieldsKey, open } = useSearch(initial, currency, root, focusResults);
  const { query, page, counts, note, suggestions } = results;
  const api = `/api/search?${[searchParams(query), `currency=${currency}`].filter(Boolean).join('&')}`;
  const artist = counts.artist.find(({ value }) => value === query.artist?.toLowerCase());
  const filters = activeFilters(query, currency, artist?.displayName ?? null);
  const total = formatPostCount(counts.total);
  const title = searchTitle(query);

  useEffect(() => {
    document.title = document.title.replace(/^.*(?= · )/, title);
  }, [title]);

  return (
    <div ref={root} data-busy={isPending || undefined} className="group/search">
      <h1 className="sr-only">
        {query.q === '' ? (
          'Search'
        ) : (
          <>
            Search for “<bdi>{query.q}</bdi>”
          </>
        )}
      </h1>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-14 lg:grid-cols-[15rem_minmax(0,1fr)]">
        {/* A browser that fills in earlier values after a reload would start a search for them. */}
        <form id="search" action="/search" autoComplete="off" className="contents">
          <search className="col-span-full mb-6 flex items-end gap-4 pt-2 sm:mb-10 sm:gap-6 sm:pt-6">
            <label htmlFor="q" className="sr-only">
              Titles, artists, tags, materials
            </label>
            <input
              key={fieldsKey}
              id="q"
              name="q"
              type="search"
              defaultValue={query.q}
              maxLength={200}
              dir="auto"
              placeholder="Titles, artists, tags"
              enterKeyHint="search"
              className="min-w-0 grow rounded-none border-b border-field bg-transparent pb-2 font-serif text-2xl tracking-tight placeholder:text-quiet focus:border-ink focus-visible:outline-hidden focus:shadow-[0_1px_0_var(--color-ink)] sm:pb-3 sm:text-4xl"
            />
            <button type="submit" className={buttonClass('quiet')}>
              Search
            </button>
          </search>
          <div className="mb-8 lg:mb-0">
            <SearchFilters
              query={query}
              counts={counts}
              currency={currency}
              active={filters.length}
              fieldsKey={fieldsKey}
              onShow={showResults}
            />
          </div>
        </form>
        <section aria-label="Works found" className="min-w-0 transition-opacity group-data-busy/search:opacity-50">
          <ResultHeader
            query={query}
            total={total}
            filters={filters}
            corrected={page.corrected}
            fieldsKey={fieldsKey}
            foundRef={found}
            onOpen={open}
          />
          {!isShown ? (
            <PostGridSkeleton />
          ) : page.posts.length > 0 ? (
            <>
              <InfinitePostGrid
                key={`${api} ${page.posts[0]?.id} ${page.next}`}
                first={page}
                sizes={results === initial ? sizes : NO_SIZES}
                path={searchUrl(query)}
                api={api}
              />
              <PricesNote>{note}</PricesNote>
            </>
          ) : (
            <NoResults words={query.q} suggestions={suggestions} onOpen={open} />
          )}
        </section>
      </div>
      <p role="status" className="sr-only">
        {results === initial ? '' : total}
      </p>
    </div>
  );
}
