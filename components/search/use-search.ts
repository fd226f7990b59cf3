import { useSearchParams } from 'next/navigation';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type SearchResults, searchUrl } from '#lib/domain/search/search.ts';
import { fetchResults, loadedResults, saveResults } from './load-results.ts';
import { useSearchForm } from './use-search-form.ts';

type Search = {
  results: SearchResults;
  isPending: boolean;
  /** Changes when the fields have to show another search than the one that was entered in them. */
  fieldsKey: number;
  /** Shows the search of a link in place. */
  open(url: string): void;
};

/**
 * Marks entries of the history that were made here: the server rendered the results of an earlier entry. A new object
 * each time, because Next writes into it and passes over one in which it has written.
 */
const inPlace = () => ({ isSearchedInPlace: true });

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
  const params = useSearchParams();
  const url = params.size === 0 ? '/search' : `/search?${params}`;
  const [results, setResults] = useState(() =>
    searchUrl(initial.query) === url ? initial : (loadedResults(url, currency) ?? initial),
  );
  const [isPending, setIsPending] = useState(false);
  const [fieldsKey, setFieldsKey] = useState(0);
  const requested = useRef(url);
  const loading = useRef<AbortController>(undefined);

  async function load(wanted: string, { isFromForm, onShown }: { isFromForm: boolean; onShown?: () => void }) {
    loading.current?.abort();
    const request = new AbortController();
    loading.current = request;
    requested.current = wanted;
    setIsPending(true);
    try {
      const known = isFromForm ? null : loadedResults(wanted, currency);
      const loaded = known ?? (await fetchResults(wanted, currency, request.signal));
      if (request.signal.aborted) return;
      saveResults(wanted, currency, loaded);
      setResults(loaded);
      if (!isFromForm) setFieldsKey((key) => key + 1);
      setIsPending(false);
      onShown?.();
    } catch {
      // The server's page says what is wrong.
      if (!request.signal.aborted) window.location.assign(wanted);
    }
  }

  function showFirst() {
    const isElsewhere = history.state?.isSearchedInPlace && searchUrl(initial.query) !== url;
    if (isElsewhere && !loadedResults(url, currency)) load(url, { isFromForm: false });
    else saveResults(url, currency, results);
  }

  const latest = useRef({ load, showFirst });
  latest.current = { load, showFirst };
  useEffect(() => {
    latest.current.showFirst();
    return () => loading.current?.abort();
  }, []);

  // Back and Forward, before the list below looks for what its entry of the history has saved.
  useLayoutEffect(() => {
    if (url !== requested.current) latest.current.load(url, { isFromForm: false });
  }, [url]);

  useSearchForm(root, fieldsKey, (wanted, method) => {
    requested.current = wanted;
    window.history[method](inPlace(), '', wanted);
    load(wanted, { isFromForm: true });
  });

  function open(wanted: string) {
    requested.current = wanted;
    window.history.pushState(inPlace(), '', wanted);
    load(wanted, { isFromForm: false, onShown: onOpened });
  }
  return { results, isPending, fieldsKey, open };
}
