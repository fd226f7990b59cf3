import { type RefObject, useEffect, useRef } from 'react';
import { searchFormUrl } from '#lib/view/search-form-url.ts';
import { defaultValues } from './default-values.ts';

/** From the last key press to the search, milliseconds. */
const DEBOUNCE_MS = 250;

/**
 * Calls `onSearch` with the URL of the form after each change of a field, and for words when the typing pauses.
 * @param root contains the form
 * @param fieldsKey changes when the fields get other values
 * @param onSearch `replaceState` while the same words are being typed, so that they make one entry of the history
 */
export function useSearchForm(
  root: RefObject<HTMLElement | null>,
  fieldsKey: number,
  onSearch: (url: string, method: 'pushState' | 'replaceState') => void,
): void {
  const latest = useRef(onSearch);
  latest.current = onSearch;

  // biome-ignore lint/correctness/useExhaustiveDependencies: with another key the fields are new ones
  useEffect(() => {
    const element = root.current;
    const form = element?.querySelector('form');
    if (!element || !form) return;
    const listeners = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isTyping = false;
    let shown = searchFormUrl(defaultValues(form));
    const entered = () => searchFormUrl(new FormData(form));
    const isWords = ({ target }: Event) => target instanceof HTMLInputElement && target.name === 'q';

    function search(method: 'pushState' | 'replaceState') {
      clearTimeout(timer);
      const url = entered();
      if (url === shown) return;
      shown = url;
      latest.current(url, method);
    }
    function searchSoon() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        search(isTyping ? 'replaceState' : 'pushState');
        isTyping = true;
      }, DEBOUNCE_MS);
    }
    function searchNow() {
      isTyping = false;
      search('pushState');
    }
    const on = (name: string, react: (event: Event) => void) =>
      element.addEventListener(name, react, { signal: listeners.signal });
    // A word from an input method, Japanese or Chinese, counts when it is complete.
    on('input', (event) => isWords(event) && !(event as InputEvent).isComposing && searchSoon());
    on('compositionend', (event) => isWords(event) && searchSoon());
    on('change', (event) => !isWords(event) && searchNow());
    on('focusout', (event) => !isWords(event) && searchNow());
    on('submit', (event) => {
      event.preventDefault();
      searchNow();
    });
    // What was typed and chosen before this script worked.
    if (entered() !== shown) searchSoon();
    return () => {
      listeners.abort();
      clearTimeout(timer);
    };
  }, [root, fieldsKey]);
}
