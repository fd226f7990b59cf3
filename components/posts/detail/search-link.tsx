import Link from 'next/link';
import type { ReactNode } from 'react';
import { EVERYTHING, type SearchQuery, searchUrl } from '#lib/domain/search/search.ts';

/** A link to all works with the same property. */
export function SearchLink({ query, children }: { query: Partial<SearchQuery>; children: ReactNode }) {
  return (
    <Link
      href={searchUrl({ ...EVERYTHING, ...query })}
      prefetch={false}
      className="underline-offset-4 hover:text-ink hover:underline"
    >
      {children}
    </Link>
  );
}
