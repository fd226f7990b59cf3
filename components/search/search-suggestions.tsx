'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Suggestions } from '#lib/domain/search/search.ts';
import { formAddress } from '#lib/view/search-form-url.ts';
import { type SuggestedLink, suggestedLinks } from './suggested-links.ts';

export type SuggestionsProps = { field: RefObject<HTMLInputElement | null> };

/** Between the last letter and the question for suggestions, milliseconds. */
const PAUSE = 150;
const LIST = 'search-suggestions';

/** What may be meant by what stands in a field: a list of links under it, as in the ARIA pattern of a combobox. */
export function SearchSuggestions({ field }: SuggestionsProps) {
  const router = useRouter();
  const [links, setLinks] = useState<SuggestedLink[]>([]);
  const [active, setActive] = useState(-1);
  const state = useRef({ links, active });
  state.current = { links, active };

  useEffect(() => {
    const input = field.current;
    if (!input) return;
    const isOpen = links.length > 0;
    // Only now: a field without its list is a plain one.
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) input.setAttribute('aria-controls', LIST);
    else input.removeAttribute('aria-controls');
    if (active >= 0) input.setAttribute('aria-activedescendant', `${LIST}-${active}`);
    else input.removeAttribute('aria-activedescendant');
  }, [field, links, active]);

  useEffect(() => {
    const input = field.current;
    if (!input) return;
    const stop = new AbortController();
    let asking: AbortController | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function close() {
      clearTimeout(timer);
      asking?.abort();
      setLinks([]);
      setActive(-1);
    }
    async function ask(typed: string) {
      asking?.abort();
      asking = new AbortController();
      const { signal } = asking;
      try {
        const response = await fetch(`/api/search/suggest?${new URLSearchParams({ q: typed })}`, { signal });
        const found: Suggestions = await response.json();
        if (signal.aborted) return;
        setLinks(suggestedLinks(typed, found));
        setActive(-1);
      } catch {
        // Aborted by the next letter, or not to be had: what is typed can be looked for all the same.
      }
    }
    function askSoon() {
      clearTimeout(timer);
      const typed = input?.value.trim() ?? '';
      if (typed.length < 2) close();
      else timer = setTimeout(() => ask(typed), PAUSE);
    }
    function onKeyDown(event: KeyboardEvent) {
      const { links: shown, active: place } = state.current;
      if (event.isComposing) return;
      if (event.key === 'ArrowDown' && shown.length === 0) return askSoon();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined && shown.length > 0) {
        event.preventDefault();
        // One place more than links: the field itself.
        const places = shown.length + 1;
        setActive(((place + 1 + step + places) % places) - 1);
      }
      if (event.key === 'Enter' && place >= 0) {
        event.preventDefault();
        document.getElementById(`${LIST}-${place}`)?.click();
      }
      if (event.key === 'Escape' && shown.length > 0) {
        event.preventDefault();
        close();
      }
    }
    function submit(event: SubmitEvent) {
      event.preventDefault();
      close();
      router.push(formAddress(new FormData(event.target as HTMLFormElement)));
    }
    const { signal } = stop;
    input.addEventListener('input', askSoon, { signal });
    input.addEventListener('keydown', onKeyDown, { signal });
    input.addEventListener('blur', close, { signal });
    input.form?.addEventListener('submit', submit, { signal });
    // It may have been typed into while this was being loaded.
    if (document.activeElement === input) askSoon();
    return () => {
      stop.abort();
      clearTimeout(timer);
      asking?.abort();
    };
  }, [field, router]);

  return (
    <>
      {links.length > 0 && (
        // The field keeps the focus while one of them is pressed.
        <div
          id={LIST}
          role="listbox"
          tabIndex={-1}
          aria-label="Suggestions"
          onMouseDown={(event) => event.preventDefault()}
          className="absolute inset-x-0 top-full z-20 mt-2 overflow-hidden rounded-lg border border-line bg-raised py-1.5 shadow-lg shadow-black/5 sm:min-w-72"
        >
          {links.map(({ href, kind, text }, place) => (
            <Link
              key={href}
              id={`${LIST}-${place}`}
              role="option"
              aria-selected={place === active}
              tabIndex={-1}
              href={href}
              prefetch={false}
              onClick={() => field.current?.blur()}
              className={`flex items-baseline justify-between gap-4 px-4 py-2 hover:bg-sunken ${place === active ? 'bg-sunken' : ''}`}
            >
              <span className="truncate">{text}</span>
              {kind && <span className="text-sm text-quiet">{kind}</span>}
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
