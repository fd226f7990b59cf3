import { type RefObject, useEffect, useRef } from 'react';

const QUESTION = 'You have changes that are not saved. Leave without saving them?';

/** Fields that say nothing about what was typed. */
const OTHER_FIELDS = new Set(['files', 'key', 'version', 'postId']);

const contentOf = (form: HTMLFormElement) =>
  JSON.stringify([...new FormData(form)].filter(([name]) => !OTHER_FIELDS.has(name) && !name.startsWith('$')));

type Form = RefObject<HTMLFormElement | null>;

/**
 * Asks before the page is left with a form that has really changed: by a link, another form, Back, or closing the tab.
 * @param isChanged whether it began with something that is not saved
 * @returns a function that says that leaving is meant, because the form was sent
 */
export function useUnsavedChanges(form: Form, isChanged: boolean): () => void {
  const isLeaving = useRef(false);

  useEffect(() => {
    const { current } = form;
    if (!current) return;
    const saved = contentOf(current);
    const hasChanges = () =>
      !isLeaving.current && (isChanged || current.querySelector('progress') !== null || contentOf(current) !== saved);
    // Back from the preview may show this page as it was left.
    const onShow = () => {
      isLeaving.current = false;
    };
    addEventListener('pageshow', onShow);
    const stop = watch(current, hasChanges);
    return () => {
      removeEventListener('pageshow', onShow);
      stop();
    };
  }, [form, isChanged]);

  return () => {
    isLeaving.current = true;
  };
}

/** @returns a function that ends it */
function watch(form: HTMLFormElement, hasChanges: () => boolean): () => void {
  const ending = new AbortController();
  const options = { capture: true, signal: ending.signal };
  // The browser asks by itself, in words of its own.
  const onUnload = (event: BeforeUnloadEvent) => {
    if (hasChanges()) event.preventDefault();
  };
  // Who leaves has been asked: a full page load would ask once more.
  const stayOrGo = (event: Event) => {
    if (!hasChanges()) return;
    if (confirm(QUESTION)) removeEventListener('beforeunload', onUnload);
    else {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  addEventListener('beforeunload', onUnload, { signal: ending.signal });
  document.addEventListener('click', (event) => leadsAway(event) && stayOrGo(event), options);
  document.addEventListener('submit', (event) => event.target !== form && stayOrGo(event), options);
  // Back and Forward between pages that the router shows without loading them: only some browsers let a page ask.
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener('navigate', (event) => isBack(event) && stayOrGo(event), { signal: ending.signal });
  return () => ending.abort();
}

/** Whether a click opens another page here, as opposed to in another tab or further down. */
function leadsAway(event: MouseEvent): boolean {
  const link = event.target instanceof Element && event.target.closest('a');
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target !== '' && link.target !== '_self') return false;
  return link.href !== '' && new URL(link.href).pathname !== location.pathname;
}

const isBack = (event: Event) =>
  event.cancelable &&
  'navigationType' in event &&
  event.navigationType === 'traverse' &&
  !('destination' in event && isHere(event.destination));

const isHere = (destination: unknown) =>
  typeof destination === 'object' && destination !== null && 'url' in destination && typeof destination.url === 'string'
    ? new URL(destination.url).pathname === location.pathname
    : false;
