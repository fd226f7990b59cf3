'use client';

import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { inputClass } from '#components/ui/field.tsx';
import { findCurrencies, groupCurrencies } from '#lib/domain/money/find-currencies.ts';
import { chooseCurrency } from './choose-currency.ts';
import { CurrencyOptions } from './currency-options.tsx';

type Props = {
  current: string;
  /** The currencies that prices can be converted to; null if they are not known. */
  quotable: ReadonlySet<string> | null;
  onClose(): void;
};

/** A search field with a list (the ARIA combobox pattern): typing filters, the arrow keys move, Enter chooses. */
export function CurrencyDialog({ current, quotable, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const [typed, setTyped] = useState('');
  const groups = groupCurrencies(findCurrencies(typed), quotable);
  const codes = groups.flatMap((group) => group.codes);
  const [highlighted, setHighlighted] = useState(current);
  const active = codes.includes(highlighted) ? highlighted : codes[0];
  const idOf = (code: string) => `${id}-${code}`;

  useLayoutEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    field.current?.focus();
  }, []);
  useLayoutEffect(() => {
    if (active) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes a word (Japanese, Chinese), Enter accepts that word.
    if (event.nativeEvent.isComposing) return;
    const index = codes.indexOf(active ?? '');
    const next = { ArrowDown: index + 1, ArrowUp: index - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setHighlighted(codes[(next + codes.length) % codes.length] ?? current);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      if (active) chooseCurrency(active);
    }
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too; a click outside is an addition
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
      className="mx-auto mt-[10dvh] mb-auto w-[min(26rem,calc(100vw-2rem))] rounded-lg border border-line bg-paper text-ink backdrop:bg-black/40"
    >
      <div className="flex max-h-[min(36rem,80dvh)] flex-col p-5">
        <div className="mb-4 flex items-baseline justify-between gap-4">
          <h2 id={`${id}-title`} className="font-serif text-xl">
            Your currency
          </h2>
          <button
            type="button"
            onClick={() => dialog.current?.close()}
            className="text-sm text-quiet underline-offset-4 hover:text-ink hover:underline"
          >
            Close
          </button>
        </div>
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Currency or country"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={active && idOf(active)}
          placeholder="Dollar, Japan, CHF …"
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          className={inputClass}
        />
        <CurrencyOptions listId={`${id}-list`} idOf={idOf} {...{ groups, current, active }} onChoose={chooseCurrency} />
        <p role="status" className="sr-only">
          {codes.length === 1 ? 'One currency' : `${codes.length} currencies`}
        </p>
      </div>
    </dialog>
  );
}
