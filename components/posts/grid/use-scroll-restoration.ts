'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';
import {
  type ListLayout,
  markHistoryEntry,
  type RestoredList,
  saveLayout,
  savePages,
  storeLayout,
} from './list-history.ts';
import { findScrollAnchor, type Place, scrollToAnchor } from './scroll-anchor.ts';

/** The place is noted when the page has stood still so long, milliseconds. */
const STILL = 100;

type Kept = {
  container: RefObject<HTMLElement | null>;
  recalled: RestoredList | null;
  pages: QuotedPage[];
  api: string;
};

/**
 * Notes where somebody stands in a wall, and brings him back there before anything is painted.
 * @returns the mark of the history's entry, once it has one.
 */
export function useScrollRestoration({ container, recalled, pages, api }: Kept): RefObject<string | null> {
  const mark = useRef<string | null>(null);
  const seenPlace = useRef<Place | null>(null);
  const newest = useRef({ pages, api });
  useLayoutEffect(() => {
    newest.current = { pages, api };
  });

  useLayoutEffect(() => {
    const wall = container.current;
    if (!wall) return;
    // React has found the server's markup first; what was kept follows before the paint.
    seenPlace.current ??= takeOver(wall);
    if (!recalled) return;
    const place = seenPlace.current ?? recalled.view?.place;
    seenPlace.current = null;
    mark.current = recalled.mark;
    if (!place) return;
    scrollToAnchor(wall, place);
    // The browser's own restoring may follow; this still comes before the paint.
    const frame = requestAnimationFrame(() => scrollToAnchor(wall, place));
    return () => cancelAnimationFrame(frame);
  }, [recalled, container]);

  // Layout effects end together with the list; passive ones would still hear the next page scroll.
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const note = () => {
      const wall = container.current;
      if (!wall || (window.scrollY === 0 && !mark.current)) return;
      if (!mark.current) {
        mark.current = markHistoryEntry();
        savePages(mark.current, newest.current.api, newest.current.pages);
      }
      saveLayout(mark.current, viewOf(wall));
    };
    const noteSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(note, STILL);
    };
    const store = () => {
      note();
      const wall = container.current;
      if (wall && mark.current) storeLayout(mark.current, newest.current.pages.length > 1 ? wall.innerHTML : null);
    };
    const storeHidden = () => document.visibilityState === 'hidden' && store();
    window.addEventListener('scroll', noteSoon, { passive: true });
    window.addEventListener('click', note, { capture: true });
    window.addEventListener('pagehide', store);
    // A phone may end a tab that is out of sight without a word.
    document.addEventListener('visibilitychange', storeHidden);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('scroll', noteSoon);
      window.removeEventListener('click', note, { capture: true });
      window.removeEventListener('pagehide', store);
      document.removeEventListener('visibilitychange', storeHidden);
      if (mark.current) storeLayout(mark.current, null);
    };
  }, [container]);

  return mark;
}

const viewOf = (wall: HTMLElement): ListLayout => ({
  heights: [...wall.children].map((page) => page.getBoundingClientRect().height),
  width: window.innerWidth,
  place: findScrollAnchor(wall),
});

/**
 * Puts the wall in the place of what the script of the first paint has shown.
 * @returns where somebody stands in that, who may have scrolled meanwhile; null when it has shown nothing.
 */
function takeOver(wall: HTMLElement): Place | null {
  const seen = wall.previousElementSibling;
  if (!seen?.hasChildNodes()) return null;
  const place = findScrollAnchor(seen);
  seen.replaceChildren();
  wall.hidden = false;
  return place;
}
