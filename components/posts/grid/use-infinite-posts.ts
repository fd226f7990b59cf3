'use client';

import { type RefObject, useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { fetchPage } from './fetch-page.ts';
import { ensureHistoryEntryId, restoreList, savePages } from './list-history.ts';
import type { RestoredList } from './list-types.ts';
import { nextPageApiUrl } from './next-page-url.ts';
import { useScrollRestoration } from './use-scroll-restoration.ts';

const subscribe = () => () => {};

export type InfinitePosts = {
  pages: QuotedPage[];
  /** What a returning visitor saw of the list; null for a list that starts here. */
  restored: RestoredList | null;
  add(page: QuotedPage): void;
  /** Updates the states and prices of a page that was read from the session storage. */
  refreshPage(index: number): void;
};

/** A list that grows page by page, and is restored when the visitor returns to its history entry. */
export function useInfinitePosts(
  first: QuotedPage,
  api: string,
  container: RefObject<HTMLElement | null>,
): InfinitePosts {
  // The server's HTML has only the first page, so the first render has to have that one too.
  const isHydrating = useSyncExternalStore(
    subscribe,
    () => false,
    () => true,
  );
  const wasHydrated = useRef(isHydrating);
  const [restored, setRestored] = useState(() => (isHydrating ? null : restoreList(api)));
  const [pages, setPages] = useState(() => pagesOf(restored, first));
  const stalePages = useRef(new Set<number>());

  useLayoutEffect(() => {
    const found = wasHydrated.current ? restoreList(api) : null;
    wasHydrated.current = false;
    if (!found) return;
    setRestored(found);
    setPages((current) => pagesOf(found, current[0] ?? { posts: [], next: null }));
  }, [api]);

  // A layout effect, because the passive effects of the pages call refreshPage.
  useLayoutEffect(() => {
    if (restored?.isStale && restored.pages.length > 1) stalePages.current = new Set(restored.pages.keys());
  }, [restored]);

  const entryId = useScrollRestoration({ container, restored, pages, api });

  const add = useCallback(
    (page: QuotedPage) => {
      const longer = [...pages, page];
      entryId.current ??= ensureHistoryEntryId();
      savePages(entryId.current, api, longer);
      setPages(longer);
    },
    [pages, api, entryId],
  );

  const refreshPage = useCallback(
    (index: number) => {
      if (!stalePages.current.delete(index)) return;
      const after = index === 0 ? null : pages[index - 1]?.next;
      fetchPage(after ? nextPageApiUrl(api, after) : api)
        .then((fresh) =>
          setPages((current) => current.map((page, other) => (other === index ? withFreshStates(page, fresh) : page))),
        )
        // The page stays as it was; the work's own page shows its current state.
        .catch(() => {});
    },
    [pages, api],
  );

  return { pages, restored, add, refreshPage };
}

/** A list of one page is shown as the server sends it; only its scroll position is restored. */
const pagesOf = (restored: RestoredList | null, first: QuotedPage): QuotedPage[] =>
  restored && restored.pages.length > 1 ? restored.pages : [first];

/** The same works in the same order, with the states and prices of `fresh`. */
function withFreshStates(page: QuotedPage, { posts }: QuotedPage): QuotedPage {
  const byId = new Map(posts.map((post) => [post.id, post]));
  return {
    ...page,
    posts: page.posts.map((post) => {
      const fresh = byId.get(post.id);
      if (!fresh) return post;
      return { ...post, status: fresh.status, heldUntil: fresh.heldUntil, price: fresh.price, shown: fresh.shown };
    }),
  };
}
