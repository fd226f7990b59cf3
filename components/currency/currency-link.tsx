'use client';

import { useParams } from 'next/navigation';
import { type ComponentType, type MouseEvent, useState } from 'react';
import { askQuotable } from './ask-quotable.ts';

type Props = {
  /** The visitor's currency on pages that are drawn for each request; those from the cache know their own. */
  currency: string;
  /** What stands before the code. */
  prefix?: string;
  className?: string;
};

type Quotable = ReadonlySet<string> | null;
type Opened = { Dialog: ComponentType<{ current: string; quotable: Quotable; onClose(): void }>; quotable: Quotable };

/**
 * The visitor's currency, and the way to another: a dialog that is loaded when it is wanted, a page where no JavaScript runs.
 */
export function CurrencyLink({ currency, prefix, className = '' }: Props) {
  const shown = useShownCurrency(currency);
  const [opened, setOpened] = useState<Opened | null>(null);

  async function open(event: MouseEvent<HTMLAnchorElement>) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    try {
      // Both before it opens, so that nothing in it moves under the pointer.
      const [{ CurrencyDialog }, quotable] = await Promise.all([import('./currency-dialog.tsx'), askQuotable()]);
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
        <span className="sr-only">. Change it</span>
      </a>
      {opened && <opened.Dialog current={shown} quotable={opened.quotable} onClose={() => setOpened(null)} />}
    </>
  );
}

/** A page from the cache is below `/in/<currency>`, whatever its address; where there is no such part, the last one stays. */
function useShownCurrency(given: string): string {
  const { currency } = useParams<{ currency?: string }>();
  const [known, setKnown] = useState(currency ?? given);
  if (currency !== undefined && currency !== known) setKnown(currency);
  return currency ?? known;
}
