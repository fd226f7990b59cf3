import { type RefObject, useEffect, useRef } from 'react';

/** What a form focuses after a refused submission: its first field with an error, else the message about all of it. */
const TARGETS = ['[aria-invalid="true"], [data-invalid]', '[role="alert"]'];

/**
 * Moves the focus to the first error whenever `state`, a form's last response, is another one than before.
 * @returns the ref of the form.
 */
export function useErrorFocus(state: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  const seen = useRef(state);
  useEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    const found = TARGETS.map((selector) => form.current?.querySelector<HTMLElement>(selector)).find(Boolean);
    found?.focus();
  }, [state]);
  return form;
}
