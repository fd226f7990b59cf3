'use client';

import Link from 'next/link';
import type { RefObject } from 'react';
import { LIST_ID, optionId, useSuggestions } from './use-suggestions.ts';

export type SuggestionsProps = { field: RefObject<HTMLInputElement | null> };

/** Completions of the text in a search field: a list of links below it. */
export function SearchSuggestions({ field }: SuggestionsProps) {
  const { links, active } = useSuggestions(field);
  return (
    <>
      {links.length > 0 && (
        // The field keeps the focus while an option is pressed.
        <div
          id={LIST_ID}
          role="listbox"
          tabIndex={-1}
          aria-label="Suggestions"
          onMouseDown={(event) => event.preventDefault()}
          className="absolute inset-x-0 top-full z-20 mt-2 overflow-hidden rounded-lg border border-line bg-raised py-1.5 shadow-lg shadow-black/5 sm:min-w-72"
        >
          {links.map(({ href, kind, text }, index) => (
            <Link
              key={href}
              id={optionId(index)}
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              href={href}
              prefetch={false}
              onClick={() => field.current?.blur()}
              className={`flex items-baseline justify-between gap-4 px-4 py-2 hover:bg-sunken -outline-offset-2 ${index === active ? 'bg-sunken outline-2 outline-transparent' : ''}`}
            >
              <bdi className="min-w-0 truncate">{text}</bdi>
              {kind && <span className="shrink-0 text-sm text-quiet">{kind}</span>}
            </Link>
          ))}
        </div>
      )}
      <p role="status" className="sr-only">
        {links.length > 0 && `${links.length} ${links.length === 1 ? 'suggestion' : 'suggestions'}`}
      </p>
    </>
  );
}
