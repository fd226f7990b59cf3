'use client';

import { useParams } from 'next/navigation';
import { type ComponentType, type MouseEvent, useState } from 'react';
import { fetchQuotableCurrencies } from './fetch-quotable-currencies.ts';

type Props = {
  /** The visitor's currency on pages that are rendered per request; cached pages have theirs in their path. */
  currency: string;
  /** The text before the code. */
  prefix?: string;
  className?: string;
};

type Quotable = ReadonlySet<string> | null;
type Opened = { Dialog: ComponentType<{ current: string; quotable: Quotable; onClose(): void }>; quotable: Quotable };

/** The visitor's currency. A click opens the picker: a dialog that is loaded on demand; without JavaScript, a page. */
export function CurrencyLink({ currency, prefix, className = '' }: Props) {
  const shown = useShownCurrency(currency);
  const [opened, setOpened] = useState<Opened | null>(null);

  async function open(event: MouseEvent<HTMLAnchorElement>) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    try {
      // Wait for both before opening, so that nothing in the dialog moves under the pointer.
      const [{ CurrencyDialog }, quotable] = await Promise.all([
        import('./currency-dialog.tsx'),
        fetchQuotableCurrencies(),
      ]);
      setOpened({ Dialog: CurrencyDialog, quotable });
    } catch {
      location.assign(href);
    }
  }

  return (
    <>
      <a
        href="/currency"
        onClick={open}
        aria-haspopup="dialog"
        className={`text-quiet underline-offset-4 hover:text-ink hover:underline ${className}`}
      >
        {prefix ?? <span className="sr-only">Currency: </span>}
        {shown}
        <span className="sr-only">. Change</span>
      </a>
      {opened && <opened.Dialog current={shown} quotable={opened.quotable} onClose={() => setOpened(null)} />}
    </>
  );
}

/** Cached pages are rendered below `/in/<currency>`, whatever their URL; other pages keep the last currency. */
function useShownCurrency(requestCurrency: string): string {
  const { currency } = useParams<{ currency?: string }>();
  const [last, setLast] = useState(currency ?? requestCurrency);
  if (currency !== undefined && currency !== last) setLast(currency);
  return currency ?? last;
}
