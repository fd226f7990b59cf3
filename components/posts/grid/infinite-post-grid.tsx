'use client';

import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { takePrefetchedPage } from './fetch-page.ts';
import { LoadMore, type LoadMoreState } from './load-more.tsx';
import { nextPageApiUrl } from './next-page-url.ts';
import { placeholderHeights } from './placeholder-heights.ts';
import { PostGridPage } from './post-grid-page.tsx';
import { PostGridSkeleton } from './post-grid-skeleton.tsx';
import { useInfinitePosts } from './use-infinite-posts.ts';

/** A constant, because PostGridPage is memoized. */
const NO_SIZES: string[] = [];
/** After this many pages “More works” is a plain link, so that the browser's memory stays bounded. */
const MAX_PAGES = 100;

type Props = {
  first: QuotedPage;
  /** The `sizes` attributes of its works. */
  sizes: string[];
  path: string;
  api: string;
};

/** The pages of a list, and “More works”, which adds the next one. */
export function InfinitePostGrid({ first, sizes, path, api }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const { pages, restored, add, refreshPage } = useInfinitePosts(first, api, container);
  const [state, setState] = useState<LoadMoreState>('idle');
  const [announcement, setAnnouncement] = useState('');
  const [pageToFocus, setPageToFocus] = useState<number | null>(null);
  const next = pages.at(-1)?.next ?? null;
  const heights = useMemo(() => placeholderHeights(restored), [restored]);

  async function loadMore(byKeyboard: boolean) {
    if (state === 'loading' || !next) return;
    setState('loading');
    try {
      const page = await takePrefetchedPage(nextPageApiUrl(api, next));
      const shown = pages.reduce((sum, { posts }) => sum + posts.length, page.posts.length);
      setPageToFocus(byKeyboard ? pages.length : null);
      setAnnouncement(
        `${page.posts.length} more ${page.posts.length === 1 ? 'work' : 'works'}, ${shown} shown${page.next ? '' : ', end of the list'}`,
      );
      add(page);
      setState('idle');
    } catch {
      setAnnouncement('More works could not be loaded.');
      setState('failed');
    }
  }

  useLayoutEffect(() => {
    if (pageToFocus === null) return;
    container.current?.children[pageToFocus]?.querySelector('a')?.focus();
    setPageToFocus(null);
  }, [pageToFocus]);

  return (
    <>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: empty; restore-before-paint.ts fills it, not React */}
      <div suppressHydrationWarning dangerouslySetInnerHTML={{ __html: '' }} className="post-grid-pages" />
      <div ref={container} data-post-grid={api} suppressHydrationWarning className="post-grid-pages">
        {pages.map((page, index) => (
          <PostGridPage
            key={page.posts[0]?.id ?? index}
            posts={page.posts}
            sizes={index === 0 ? sizes : NO_SIZES}
            placeholderHeight={heights[index] ?? null}
            index={index}
            isFull={page.next !== null}
            onShow={refreshPage}
          />
        ))}
      </div>
      {state === 'loading' && <PostGridSkeleton />}
      <p role="status" className="sr-only">
        {announcement}
      </p>
      <LoadMore
        href={next && nextPageApiUrl(path, next)}
        apiHref={next && nextPageApiUrl(api, next)}
        isPlainLink={pages.length >= MAX_PAGES}
        hasManyPages={pages.length > 1}
        state={state}
        onMore={loadMore}
      />
    </>
  );
}
