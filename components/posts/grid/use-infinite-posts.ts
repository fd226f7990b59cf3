'use client';

import { type RefObject, useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { fetchPage } from './fetch-page.ts';
import { markHistoryEntry, type RestoredList, restoreList, savePages } from './list-history.ts';
import { nextPageApiUrl } from './next-page-url.ts';
import { useScrollRestoration } from './use-scroll-restoration.ts';

const never = () => () => {};

export type Wall = {
  pages: QuotedPage[];
  /** What somebody who has come back saw of it; null for a list that begins here. */
  recalled: RestoredList | null;
  add(page: QuotedPage): void;
  /** Brings a page up to date that was kept for long. */
  freshen(index: number): void;
};

/** A list that grows page by page, and is as it was for whoever comes back to its entry of the history. */
export function useInfinitePosts(first: QuotedPage, api: string, container: RefObject<HTMLElement | null>): Wall {
  // The server's markup has the first page alone, and React has to find that.
  const isHydrating = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const wasHydrated = useRef(isHydrating);
  const [recalled, setRecalled] = useState(() => (isHydrating ? null : restoreList(api)));
  const [pages, setPages] = useState(() => pagesOf(recalled, first));
  const stale = useRef(new Set<number>());

  useLayoutEffect(() => {
    const found = wasHydrated.current ? restoreList(api) : null;
    wasHydrated.current = false;
    if (!found) return;
    setRecalled(found);
    setPages((known) => pagesOf(found, known[0] ?? { posts: [], next: null }));
  }, [api]);

  // Before the passive effects of the pages, which ask for it.
  useLayoutEffect(() => {
    if (recalled?.isStale && recalled.pages.length > 1) stale.current = new Set(recalled.pages.keys());
  }, [recalled]);

  const mark = useScrollRestoration({ container, recalled, pages, api });

  const add = useCallback(
    (page: QuotedPage) => {
      const longer = [...pages, page];
      mark.current ??= markHistoryEntry();
      savePages(mark.current, api, longer);
      setPages(longer);
    },
    [pages, api, mark],
  );

  const freshen = useCallback(
    (index: number) => {
      if (!stale.current.delete(index)) return;
      const after = index === 0 ? null : pages[index - 1]?.next;
      fetchPage(after ? nextPageApiUrl(api, after) : api)
        .then((now) =>
          setPages((known) => known.map((page, place) => (place === index ? withStates(page, now) : page))),
        )
        // It stays as it was; whoever opens a work sees how it stands.
        .catch(() => {});
    },
    [pages, api],
  );

  return { pages, recalled, add, freshen };
}

/** A list of one page is not shown as it was, but as it is; only the place is kept. */
const pagesOf = (recalled: RestoredList | null, first: QuotedPage): QuotedPage[] =>
  recalled && recalled.pages.length > 1 ? recalled.pages : [first];

/** The same works in the same order, with states and prices of now. */
function withStates(page: QuotedPage, { posts }: QuotedPage): QuotedPage {
  const byId = new Map(posts.map((post) => [post.id, post]));
  return {
    ...page,
    posts: page.posts.map((post) => {
      const now = byId.get(post.id);
      return now ? { ...post, status: now.status, heldUntil: now.heldUntil, price: now.price, shown: now.shown } : post;
    }),
  };
}
