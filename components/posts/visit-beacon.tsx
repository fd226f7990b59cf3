'use client';

import { useEffect } from 'react';
import { useViewer } from '#components/viewer/viewer-store.ts';

type Props = {
  slug: string;
  /** The artist's username: who looks at a work of his own is no visitor. */
  artist: string;
};

/** Tells the server that somebody looked; a page from the cache cannot. */
export function VisitBeacon({ slug, artist }: Props) {
  const viewer = useViewer();
  const isVisitor = viewer !== undefined && viewer?.username !== artist;
  useEffect(() => {
    if (!isVisitor) return;
    const tell = () => navigator.sendBeacon(`/posts/${slug}/visit`);
    // Loaded ahead, the page has not been opened by anybody yet.
    const isAhead = 'prerendering' in document && document.prerendering === true;
    if (!isAhead) return void tell();
    document.addEventListener('prerenderingchange', tell, { once: true });
    return () => document.removeEventListener('prerenderingchange', tell);
  }, [slug, isVisitor]);
  return null;
}
