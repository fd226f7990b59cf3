'use client';

import type { ReactNode } from 'react';
import { useIsHidden } from '#components/live/live-store.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';

type Props = { post: { id: string; artist: { username: string } }; children: ReactNode };

/** The page of a work, until the shop hides the work: then it leaves open tabs too. */
export function ShownWork({ post, children }: Props) {
  if (!useIsHidden(post.id, post.artist.username)) return children;
  return (
    <div role="status">
      <EmptyState title="This work is no longer shown">The shop has taken it from its gallery.</EmptyState>
    </div>
  );
}
