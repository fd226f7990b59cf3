'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useHasMerged } from './saved-store.ts';

/** The first page after signing in is rendered before the account has what the browser had saved. */
export function RefreshAfterMerge() {
  const router = useRouter();
  const hasMerged = useHasMerged();
  useEffect(() => {
    if (hasMerged) router.refresh();
  }, [hasMerged, router]);
  return null;
}
