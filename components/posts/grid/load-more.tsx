'use client';

import { type MouseEvent, useEffect, useRef } from 'react';
import { buttonClass } from '#components/ui/button.tsx';
import { prefetchPage } from './fetch-page.ts';

export type LoadMoreState = 'idle' | 'loading' | 'failed';

type Props = {
  /** The URLs of the next page, as HTML and as JSON; null on the last page. */
  href: string | null;
  apiHref: string | null;
  /** Follows the link instead of adding to the list. */
  isPlainLink: boolean;
  hasManyPages: boolean;
  state: LoadMoreState;
  onMore(byKeyboard: boolean): void;
};

/** The next page is prefetched when the link is at most one and a half window heights below the window. */
const PREFETCH_MARGIN = '0px 0px 150% 0px';

const TEXT = { idle: 'More works', loading: 'Loading…', failed: 'Loading failed. Try again' } as const;

/** A plain link to the next page. With JavaScript it adds to the list instead. */
export function LoadMore({ href, apiHref, isPlainLink, hasManyPages, state, onMore }: Props) {
  const container = useRef<HTMLParagraphElement>(null);

  // Only after scrolling: a visitor who merely opens the page does not need the next one.
  useEffect(() => {
    const element = container.current;
    if (!element || !apiHref || isPlainLink || !('IntersectionObserver' in window)) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && prefetchPage(apiHref), {
      rootMargin: PREFETCH_MARGIN,
    });
    const start = () => observer.observe(element);
    window.addEventListener('scroll', start, { once: true, passive: true });
    return () => {
      window.removeEventListener('scroll', start);
      observer.disconnect();
    };
  }, [apiHref, isPlainLink]);

  function onClick(event: MouseEvent) {
    // With a modifier key the link opens in a new tab or window.
    if (isPlainLink || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onMore(event.detail === 0);
  }

  return (
    <p ref={container} className="mt-16 text-center">
      {href && (
        <a href={href} onClick={onClick} rel="next" className={buttonClass('quiet')}>
          {TEXT[state]}
        </a>
      )}
      {!href && hasManyPages && <span className="text-sm text-quiet">That is everything.</span>}
    </p>
  );
}
