'use client';

import { type MouseEvent, useState } from 'react';
import { buttonClass } from '#components/ui/button.tsx';
import type { QuotedPage } from '#lib/domain/post-view.ts';
import { addressAfter } from './address-after.ts';
import { PostCard } from './post-card.tsx';

/** Proportions of the works that are on their way, as good as any. */
const SKELETONS = [0.75, 1.5, 0.8, 1.33];

type Props = { path: string; api: string; next: string };

export function LoadMore({ path, api, next: first }: Props) {
  const [pages, setPages] = useState<QuotedPage[]>([]);
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  const last = pages.at(-1);
  const next = last ? last.next : first;

  async function load(event: MouseEvent) {
    // A link to a new tab or window stays one.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (state === 'loading' || !next) return;
    setState('loading');
    try {
      const response = await fetch(addressAfter(api, next));
      if (!response.ok) throw new Error(String(response.status));
      const page: QuotedPage = await response.json();
      setPages((known) => [...known, page]);
      setState('idle');
    } catch {
      setState('failed');
    }
  }

  return (
    <>
      {pages.map((page) => (
        <ul key={page.posts[0]?.id} className="wall mt-[3.75rem]">
          {page.posts.map((post) => (
            <PostCard key={post.id} post={post} />
          ))}
        </ul>
      ))}
      {state === 'loading' && (
        <ul className="wall mt-[3.75rem]" aria-hidden>
          {SKELETONS.map((ratio) => (
            <li key={ratio} style={{ '--ratio': ratio } as React.CSSProperties}>
              <div className="skeleton" style={{ aspectRatio: ratio }} />
            </li>
          ))}
        </ul>
      )}
      <p className="mt-16 text-center" aria-live="polite">
        {next && (
          <a href={addressAfter(path, next)} onClick={load} rel="next" className={buttonClass('quiet')}>
            {state === 'loading' ? 'Loading…' : state === 'failed' ? 'That did not work. Try again' : 'More works'}
          </a>
        )}
        {!next && <span className="text-sm text-quiet">That is everything.</span>}
      </p>
    </>
  );
}
