import { useSearchParams } from 'next/navigation';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type SearchResults, searchUrl } from '#lib/domain/search/search.ts';
import { fetchResults, loadedResults, saveResults } from './load-results.ts';
import { useSearchForm } from './use-search-form.ts';

type Search = {
  results: SearchResults;
  /** False until it is known that `results` belong to the URL: the list below would restore another one. */
  isShown: boolean;
  isPending: boolean;
  /** Changes when the fields have to show another search than the one that was entered in them. */
  fieldsKey: number;
  /** Shows the search of a link in place. */
  open(url: string): void;
};

const never = () => () => {};
const currentUrl = () => window.location.pathname + window.location.search;

/**
 * A search that follows its form: each change becomes the page's URL and its results replace the others, while the form
 * stays where it is. Back and Forward fill the fields with what is in the URL.
 * @param initial what the server rendered
 * @param root contains the form with the id `search`; a field outside of the form may name it by its `form` attribute
 * @param onOpened is called when the results of `open` are shown
 */
export function useSearch(
  initial: SearchResults,
  currency: string,
  root: RefObject<HTMLElement | null>,
  onOpened: () => void,
): Search {
  const params = useSearchParams().toString();
  // A document has the results of its URL. What Next renders for an entry of the history that was made here may be those
  // of another entry, and the URL is known only when it has rendered.
  const isHydrating = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const [results, setResults] = useState(initial);
  const [isShown, setIsShown] = useState(isHydrating);
  const [isPending, setIsPending] = useState(false);
  const [fieldsKey, setFieldsKey] = useState(0);
  const requested = useRef<string | null>(null);
  const loading = useRef<AbortController>(undefined);

  async function load(url: string, { isFromForm, onShown }: { isFromForm: boolean; onShown?: () => void }) {
    loading.current?.abort();
    const request = new AbortController();
    loading.current = request;
    requested.current = url;
    setIsPending(true);
    try {
      const known = isFromForm ? null : loadedResults(url, currency);
      const loaded = known ?? (await fetchResults(url, currency, request.signal));
      if (request.signal.aborted) return;
      saveResults(url, currency, loaded);
      setResults(loaded);
      setIsShown(true);
      if (!isFromForm) setFieldsKey((key) => key + 1);
      setIsPending(false);
      onShown?.();
    } catch {
      // The server's page says what is wrong.
      if (!request.signal.aborted) window.location.assign(url);
    }
  }

  function showFirst() {
    const url = currentUrl();
    if (!isShown && searchUrl(initial.query) !== url) return load(url, { isFromForm: false });
    requested.current = url;
    saveResults(url, currency, initial);
    setIsShown(true);
  }

  /** After Back, Forward, or a link to this page. */
  function follow() {
    const url = currentUrl();
    if (window.location.pathname === '/search' && url !== requested.current) load(url, { isFromForm: false });
  }

  const latest = useRef({ showFirst, follow });
  latest.current = { showFirst, follow };
  // Before anything is painted.
  useLayoutEffect(() => {
    latest.current.showFirst();
    const onPopState = () => latest.current.follow();
    window.addEventListener('popstate', onPopState);
    return () => {
      window.removeEventListener('popstate', onPopState);
      loading.current?.abort();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the router tells of a new URL by its parameters
  useEffect(() => latest.current.follow(), [params]);

  useSearchForm(root, fieldsKey, (url, method) => {
    requested.current = url;
    window.history[method](null, '', url);
    load(url, { isFromForm: true });
  });

  function open(url: string) {
    requested.current = url;
    window.history.pushState(null, '', url);
    load(url, { isFromForm: false, onShown: onOpened });
  }
  return { results, isShown, isPending, fieldsKey, open };
}
