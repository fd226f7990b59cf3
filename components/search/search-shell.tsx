'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useTransition } from 'react';
import { formAddress } from '#lib/view/search-form-url.ts';
import { saveFocus, takeSavedFocus } from './saved-focus.ts';

/** Between the last letter and the answer to what has been typed, milliseconds. */
const PAUSE = 250;

/** Is somebody typing words? Then one entry of the history is enough for all that was on the way. */
let isTyping = false;

/** What the fields of a form say as they came. */
function untouched(form: HTMLFormElement): [name: string, value: string][] {
  return [...form.elements].flatMap((field): [string, string][] => {
    if (field instanceof HTMLSelectElement) {
      const chosen = [...field.options].find(({ defaultSelected }) => defaultSelected) ?? field.options[0];
      return chosen ? [[field.name, chosen.value]] : [];
    }
    if (!(field instanceof HTMLInputElement)) return [];
    const isChoice = field.type === 'checkbox' || field.type === 'radio';
    if (isChoice) return field.defaultChecked ? [[field.name, field.value]] : [];
    return [[field.name, field.defaultValue]];
  });
}

/**
 * Around the form with the id `search` and what it found: a change is a new address at once. Without JavaScript the form
 * is sent by its button. @param total read out when it is new.
 */
export function SearchShell({ total, children }: { total: string; children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const asked = useRef({ address: '', isNew: false });

  // Every search is a page of its own, so the fields are new ones: what was being done in the old goes on in them.
  useLayoutEffect(() => {
    const page = root.current;
    const form = page?.querySelector('form');
    if (!page || !form) return;
    asked.current = { address: formAddress(untouched(form)), isNew: false };
    takeSavedFocus(page);
    return () => saveFocus(page, asked.current.isNew);
  }, []);

  useEffect(() => {
    const status = document.getElementById('search-status');
    if (status) status.textContent = total;
  }, [total]);

  // Before the old fields go, their events are no longer listened to.
  useLayoutEffect(() => {
    const page = root.current;
    const form = page?.querySelector('form');
    if (!page || !form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = new AbortController();
    const isWords = ({ target }: Event) => target instanceof HTMLInputElement && target.name === 'q';

    function go(how: 'push' | 'replace') {
      clearTimeout(timer);
      const address = formAddress(new FormData(form ?? undefined));
      if (address === asked.current.address) return;
      asked.current = { address, isNew: true };
      startTransition(() => router[how](address, { scroll: false }));
    }
    function goSoon() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        go(isTyping ? 'replace' : 'push');
        isTyping = true;
      }, PAUSE);
    }
    function goNow() {
      isTyping = false;
      go('push');
    }
    const on = (name: string, react: (event: Event) => void) =>
      page.addEventListener(name, react, { signal: stop.signal });
    // A word of an input method, Japanese or Chinese, is typed when it is complete.
    on('input', (event) => isWords(event) && !(event as InputEvent).isComposing && goSoon());
    on('compositionend', (event) => isWords(event) && goSoon());
    on('change', (event) => !isWords(event) && goNow());
    on('focusout', (event) => !isWords(event) && goNow());
    on('submit', (event) => {
      event.preventDefault();
      goNow();
    });
    // Letters that came while the page was being fetched, and what was chosen before this script worked.
    if (formAddress(new FormData(form)) !== asked.current.address) goSoon();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [router]);

  return (
    <div ref={root} data-busy={isPending || undefined} className="group/search">
      {children}
    </div>
  );
}
