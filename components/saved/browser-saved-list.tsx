'use client';

import { useEffect, useState } from 'react';
import { WorksGrid } from '#components/posts/grid/works-grid.tsx';
import { Button } from '#components/ui/button.tsx';
import type { QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import { SAVED_PAGE_SIZE } from '#lib/domain/posts/saved-posts.ts';
import { NothingSaved } from './nothing-saved.tsx';
import { useSavedIds } from './saved-store.ts';

type List = { posts: QuotedCardDto[]; shown: number; hasFailed: boolean };

/** What this browser has saved without an account. A work that is taken out stays until the next visit. */
export function BrowserSavedList() {
  const saved = useSavedIds();
  const [ids, setIds] = useState<readonly string[]>();
  const [list, setList] = useState<List>({ posts: [], shown: 0, hasFailed: false });

  async function loadMore(all: readonly string[], before: List) {
    const next = all.slice(before.shown, before.shown + SAVED_PAGE_SIZE);
    const response = await fetch(`/api/saved/cards?ids=${next.join()}`).catch(() => null);
    if (!response?.ok) return setList({ ...before, hasFailed: true });
    const { posts }: { posts: QuotedCardDto[] } = await response.json();
    setList({ posts: [...before.posts, ...posts], shown: before.shown + next.length, hasFailed: false });
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is the one with which the page was opened
  useEffect(() => {
    if (!saved || ids) return;
    setIds(saved);
    if (saved.length > 0) void loadMore(saved, list);
  }, [saved]);

  if (!ids) return <p className="noscript:hidden text-quiet">One moment…</p>;
  if (ids.length === 0 || (list.shown === ids.length && list.posts.length === 0)) return <NothingSaved />;
  return (
    <>
      <WorksGrid posts={list.posts} />
      {list.hasFailed && (
        <p role="alert" className="mt-8">
          The works could not be loaded.
        </p>
      )}
      {(list.hasFailed || (list.shown > 0 && list.shown < ids.length)) && (
        <div className="mt-10 text-center">
          <Button variant="quiet" onClick={() => loadMore(ids, list)}>
            {list.hasFailed ? 'Try again' : 'More works'}
          </Button>
        </div>
      )}
    </>
  );
}
