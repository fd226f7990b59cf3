import { useRouter } from 'next/navigation';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Suggestions } from '#lib/domain/search/search.ts';
import { searchFormUrl } from '#lib/view/search-form-url.ts';
import { type SuggestedLink, suggestedLinks } from './suggested-links.ts';

/** From the last key press to the request, milliseconds. */
const DEBOUNCE_MS = 150;
const MIN_LENGTH = 2;

/** The id of the list, and of each option in it. */
export const LIST_ID = 'search-suggestions';
export const optionId = (index: number) => `${LIST_ID}-${index}`;

/** `active` is the index of the option that the arrow keys have reached; -1 for the field itself. */
type State = { links: SuggestedLink[]; active: number };

const CLOSED: State = { links: [], active: -1 };

/** Suggestions for the text in a search field, and the field's keyboard, as in the ARIA pattern of a combobox. */
export function useSuggestions(field: RefObject<HTMLInputElement | null>): State {
  const router = useRouter();
  const [state, setState] = useState(CLOSED);
  const latest = useRef(state);
  latest.current = state;
  useComboboxAttributes(field, state);

  useEffect(() => {
    const input = field.current;
    if (!input) return;
    const listeners = new AbortController();
    let request: AbortController | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function close() {
      clearTimeout(timer);
      request?.abort();
      setState(CLOSED);
    }
    async function load(text: string) {
      request?.abort();
      request = new AbortController();
      const { signal } = request;
      try {
        const response = await fetch(`/api/search/suggest?${new URLSearchParams({ q: text })}`, { signal });
        const found: Suggestions = await response.json();
        if (!signal.aborted) setState({ links: suggestedLinks(text, found), active: -1 });
      } catch {
        // Aborted by the next letter, or the shop did not answer: the search works without suggestions.
      }
    }
    function loadSoon() {
      clearTimeout(timer);
      const text = input?.value.trim() ?? '';
      if (text.length < MIN_LENGTH) close();
      else timer = setTimeout(() => load(text), DEBOUNCE_MS);
    }
    function onKeyDown(event: KeyboardEvent) {
      const { links, active } = latest.current;
      if (event.isComposing) return;
      if (event.key === 'ArrowDown' && links.length === 0) return loadSoon();
      if (links.length === 0) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setState({ links, active: nextOption(active, step, links.length) });
      else if (event.key === 'Enter' && active >= 0) document.getElementById(optionId(active))?.click();
      else if (event.key === 'Escape') close();
      else return;
      event.preventDefault();
    }
    function onSubmit(event: SubmitEvent) {
      event.preventDefault();
      close();
      router.push(searchFormUrl(new FormData(event.target as HTMLFormElement)));
    }
    const { signal } = listeners;
    input.addEventListener('input', loadSoon, { signal });
    input.addEventListener('keydown', onKeyDown, { signal });
    input.addEventListener('blur', close, { signal });
    input.form?.addEventListener('submit', onSubmit, { signal });
    // Somebody may have typed while this script was being loaded.
    if (document.activeElement === input) loadSoon();
    return () => {
      listeners.abort();
      clearTimeout(timer);
      request?.abort();
    };
  }, [field, router]);

  return state;
}

/** The option below or above; the field itself (-1) is between the last and the first. */
function nextOption(active: number, step: number, count: number): number {
  const places = count + 1;
  return ((active + 1 + step + places) % places) - 1;
}

/** Set by script: without its list the field is a plain one. */
function useComboboxAttributes(field: RefObject<HTMLInputElement | null>, { links, active }: State): void {
  useEffect(() => {
    const input = field.current;
    if (!input) return;
    const isOpen = links.length > 0;
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) input.setAttribute('aria-controls', LIST_ID);
    else input.removeAttribute('aria-controls');
    if (active >= 0) input.setAttribute('aria-activedescendant', optionId(active));
    else input.removeAttribute('aria-activedescendant');
  }, [field, links, active]);
}
