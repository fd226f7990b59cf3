'use client';

import { type MouseEvent, useEffect, useRef } from 'react';
import { buttonClass } from '#components/ui/button.tsx';
import { prefetchPage } from './fetch-page.ts';

export type LoadMoreState = 'idle' | 'loading' | 'failed';

type Props = {
  /** The next page as a page of its own, and as JSON; null at the end. */
  href: string | null;
  ahead: string | null;
  /** Follows the link in place of adding to the list. */
  isPlain: boolean;
  /** Has the list more than one page? */
  isLong: boolean;
  state: LoadMoreState;
  onMore(byKeyboard: boolean): void;
};

/** How far below the window the link may be when the next page is asked for. */
const AHEAD = '0px 0px 150% 0px';

const TEXT = { idle: 'More works', loading: 'Loading…', failed: 'That did not work. Try again' } as const;

/** The way to the next page: a plain link, which adds to the page where JavaScript runs. */
export function LoadMore({ href, ahead, isPlain, isLong, state, onMore }: Props) {
  const place = useRef<HTMLParagraphElement>(null);

  // Somebody who comes near by scrolling probably wants it; whoever only opens the page does not ask for more.
  useEffect(() => {
    const element = place.current;
    if (!element || !ahead || isPlain || !('IntersectionObserver' in window)) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && prefetchPage(ahead), {
      rootMargin: AHEAD,
    });
    const begin = () => observer.observe(element);
    window.addEventListener('scroll', begin, { once: true, passive: true });
    return () => {
      window.removeEventListener('scroll', begin);
      observer.disconnect();
    };
  }, [ahead, isPlain]);

  function onClick(event: MouseEvent) {
    // A link to a new tab or window stays one.
    if (isPlain || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onMore(event.detail === 0);
  }

  return (
    <p ref={place} className="mt-16 text-center">
      {href && (
        <a href={href} onClick={onClick} rel="next" className={buttonClass('quiet')}>
          {TEXT[state]}
        </a>
      )}
      {!href && isLong && <span className="text-sm text-quiet">That is everything.</span>}
    </p>
  );
}
