'use client';

import { useSelectedLayoutSegments } from 'next/navigation';
import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react';
import type { SuggestionsProps } from './search-suggestions.tsx';

/** The search field of every page except the search page, which has its own. Suggestions are loaded when it is used. */
export function SiteSearch({ className = '' }: { className?: string }) {
  // Cached pages are below /in/<currency>.
  const isSearch = useSelectedLayoutSegments()[2] === 'search';
  const field = useRef<HTMLInputElement>(null);
  const [Suggestions, setSuggestions] = useState<ComponentType<SuggestionsProps>>();

  const load = useCallback(async () => {
    // Without suggestions it is still a search field.
    const loaded = await import('./search-suggestions.tsx').catch(() => null);
    if (loaded) setSuggestions(() => loaded.SearchSuggestions);
  }, []);

  // The field may have the focus before this script works.
  useEffect(() => {
    if (field.current?.matches(':focus')) load();
  }, [load]);

  if (isSearch) return null;
  return (
    <search className={`relative ${className}`}>
      <form action="/search">
        <input
          ref={field}
          name="q"
          type="search"
          aria-label="Search works"
          placeholder="Search works"
          maxLength={200}
          dir="auto"
          autoComplete="off"
          enterKeyHint="search"
          onFocus={Suggestions ? undefined : load}
          className="w-full rounded-full border border-line bg-transparent px-4 py-1.5 text-base outline-offset-1 transition-colors placeholder:text-quiet hover:border-field focus:border-field focus:bg-raised sm:text-sm"
        />
      </form>
      {Suggestions && <Suggestions field={field} />}
    </search>
  );
}
