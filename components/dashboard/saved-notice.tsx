'use client';

import { useEffect } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import { SAVED_COOKIE } from '#lib/domain/saved-cookie.ts';

/** That a work was saved, once: coming back to the page a moment later does not repeat it. */
export function SavedNotice({ children }: { children: string }) {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere
    document.cookie = `${SAVED_COOKIE}=; path=/dashboard; max-age=0`;
  }, []);
  return <Notice tone="done">{children}</Notice>;
}
