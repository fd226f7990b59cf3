'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { ensureHistoryEntryId, saveLayout, savePages, storeLayout } from './list-history.ts';
import type { ListLayout, RestoredList } from './list-types.ts';
import { findScrollAnchor, type ScrollAnchor, scrollToAnchor } from './scroll-anchor.ts';

/** The position is saved when the page has not been scrolled for this long. */
const SCROLL_IDLE_MS = 100;

type Options = {
  container: RefObject<HTMLElement | null>;
  restored: RestoredList | null;
  pages: QuotedPage[];
  api: string;
};

/**
 * Saves the scroll position in a list, and restores it before anything is painted.
 * @returns the id of the history entry, once it has one
 */
export function useScrollRestoration({ container, restored, pages, api }: Options): RefObject<string | null> {
  const entryId = useRef<string | null>(null);
  const snapshotAnchor = useRef<ScrollAnchor | null>(null);
  const latest = useRef({ pages, api });
  useLayoutEffect(() => {
    latest.current = { pages, api };
  });

  useLayoutEffect(() => {
    const list = container.current;
    if (!list) return;
    // This runs with the server's HTML in place; the restored pages follow before the paint.
    snapshotAnchor.current ??= replaceSnapshot(list);
    if (!restored) return;
    const anchor = snapshotAnchor.current ?? restored.layout?.anchor;
    snapshotAnchor.current = null;
    entryId.current = restored.entryId;
    if (!anchor) return;
    scrollToAnchor(list, anchor);
    // The browser may restore its own position after this effect; the frame is still before the paint.
    const frame = requestAnimationFrame(() => scrollToAnchor(list, anchor));
    return () => cancelAnimationFrame(frame);
  }, [restored, container]);

  // Layout effects end together with the list; passive ones would still get the scroll events of the next page.
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const save = () => {
      const list = container.current;
      if (!list || (window.scrollY === 0 && !entryId.current)) return;
      if (!entryId.current) {
        entryId.current = ensureHistoryEntryId();
        savePages(entryId.current, latest.current.api, latest.current.pages);
      }
      saveLayout(entryId.current, measureLayout(list));
    };
    const saveWhenIdle = () => {
      clearTimeout(timer);
      timer = setTimeout(save, SCROLL_IDLE_MS);
    };
    const store = () => {
      save();
      const list = container.current;
      if (list && entryId.current) {
        storeLayout(entryId.current, latest.current.pages.length > 1 ? markupForEveryone(list) : null);
      }
    };
    const storeWhenHidden = () => document.visibilityState === 'hidden' && store();
    window.addEventListener('scroll', saveWhenIdle, { passive: true });
    window.addEventListener('click', save, { capture: true });
    window.addEventListener('pagehide', store);
    // A mobile browser may discard a hidden tab without another event.
    document.addEventListener('visibilitychange', storeWhenHidden);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('scroll', saveWhenIdle);
      window.removeEventListener('click', save, { capture: true });
      window.removeEventListener('pagehide', store);
      document.removeEventListener('visibilitychange', storeWhenHidden);
      if (entryId.current) storeLayout(entryId.current, null);
    };
  }, [container]);

  return entryId;
}

const measureLayout = (list: HTMLElement): ListLayout => ({
  heights: [...list.children].map((page) => page.getBoundingClientRect().height),
  width: window.innerWidth,
  anchor: findScrollAnchor(list),
});

/** What the visitor has saved is filled in again. */
const markupForEveryone = (list: HTMLElement) =>
  list.innerHTML.replaceAll('aria-pressed="true"', 'aria-pressed="false"');

/**
 * Shows the list in place of the snapshot from before the first paint.
 * @returns the scroll anchor in the snapshot, which may have been scrolled since; null if there was none
 */
function replaceSnapshot(list: HTMLElement): ScrollAnchor | null {
  const snapshot = list.previousElementSibling;
  if (!snapshot?.hasChildNodes()) return null;
  const anchor = findScrollAnchor(snapshot);
  snapshot.replaceChildren();
  list.hidden = false;
  return anchor;
}
