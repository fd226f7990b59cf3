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

/** What the pages behind the first one are given. */
const NO_SIZES: string[] = [];
/** Pages in one document. Then “More works” is a plain link: what a browser has to remember stays bounded. */
const MOST_PAGES = 100;

type Props = {
  first: QuotedPage;
  /** The sizes attributes of its works. */
  sizes: string[];
  path: string;
  api: string;
};

/** The pages of a list and “More works”, which adds one in place. */
export function InfinitePostGrid({ first, sizes, path, api }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const { pages, recalled, add, freshen } = useInfinitePosts(first, api, container);
  const [state, setState] = useState<LoadMoreState>('idle');
  const [said, setSaid] = useState('');
  const [focusOn, setFocusOn] = useState<number | null>(null);
  const next = pages.at(-1)?.next ?? null;
  const keptHeights = useMemo(() => placeholderHeights(recalled), [recalled]);

  async function more(byKeyboard: boolean) {
    if (state === 'loading' || !next) return;
    setState('loading');
    try {
      const page = await takePrefetchedPage(nextPageApiUrl(api, next));
      const shown = pages.reduce((sum, { posts }) => sum + posts.length, page.posts.length);
      setFocusOn(byKeyboard ? pages.length : null);
      setSaid(
        `${page.posts.length} more ${page.posts.length === 1 ? 'work' : 'works'}, ${shown} shown${page.next ? '' : ', which are all'}`,
      );
      add(page);
      setState('idle');
    } catch {
      setSaid('The next works could not be loaded.');
      setState('failed');
    }
  }

  useLayoutEffect(() => {
    if (focusOn === null) return;
    container.current?.children[focusOn]?.querySelector('a')?.focus();
    setFocusOn(null);
  }, [focusOn]);

  return (
    <>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: empty; what the script of the first paint puts here is not React's */}
      <div suppressHydrationWarning dangerouslySetInnerHTML={{ __html: '' }} className="wall-pages" />
      <div ref={container} data-wall={api} suppressHydrationWarning className="wall-pages">
        {pages.map((page, index) => (
          <PostGridPage
            key={page.posts[0]?.id ?? index}
            posts={page.posts}
            sizes={index === 0 ? sizes : NO_SIZES}
            keptHeight={keptHeights[index] ?? null}
            index={index}
            onShow={freshen}
          />
        ))}
      </div>
      {state === 'loading' && <PostGridSkeleton />}
      <p role="status" className="sr-only">
        {said}
      </p>
      <LoadMore
        href={next && nextPageApiUrl(path, next)}
        ahead={next && nextPageApiUrl(api, next)}
        isPlain={pages.length >= MOST_PAGES}
        isLong={pages.length > 1}
        state={state}
        onMore={more}
      />
    </>
  );
}
