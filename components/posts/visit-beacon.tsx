'use client';

import { useEffect } from 'react';
import { useViewer } from '#components/viewer/viewer-store.ts';

type Props = {
  slug: string;
  /** The artist's username: artists are not counted as visitors of their own works. */
  artist: string;
};

/** Tells the server about a visit, because a cached page does not reach it. */
export function VisitBeacon({ slug, artist }: Props) {
  const viewer = useViewer();
  const isVisitor = viewer !== undefined && viewer?.username !== artist;
  useEffect(() => {
    if (!isVisitor) return;
    const countVisit = () => navigator.sendBeacon(`/posts/${slug}/visit`);
    // A prerendered page has not been opened by anybody yet.
    const isPrerendering = 'prerendering' in document && document.prerendering === true;
    if (!isPrerendering) return void countVisit();
    document.addEventListener('prerenderingchange', countVisit, { once: true });
    return () => document.removeEventListener('prerenderingchange', countVisit);
  }, [slug, isVisitor]);
  return null;
}
