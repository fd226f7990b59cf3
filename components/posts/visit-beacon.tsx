'use client';

import { useEffect } from 'react';

/** Tells the server that somebody looked; a page from the cache cannot. */
export function VisitBeacon({ slug }: { slug: string }) {
  useEffect(() => {
    navigator.sendBeacon(`/posts/${slug}/visit`);
  }, [slug]);
  return null;
}
