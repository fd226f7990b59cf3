import Link from 'next/link';
import { CurrencyLink } from '#components/currency/currency-link.tsx';
import { ThemeSelect } from './theme-select.tsx';

/** @param currency as in SiteHeader */
export function SiteFooter({ currency }: { currency: string }) {
  return (
    <footer id="end" className="mx-auto mt-20 w-full max-w-[96rem] px-4 pb-8 text-sm sm:mt-28 sm:px-8 lg:px-12">
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-3 border-t border-line pt-6 text-quiet">
        <p>Every work here exists once, and is sold once.</p>
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          <li>
            <CurrencyLink currency={currency} prefix="Prices in " />
          </li>
          <li>
            <Link href="/" prefetch={false} className="underline-offset-4 hover:text-ink hover:underline">
              Gallery
            </Link>
          </li>
          <li>
            <a href="/feed.xml" className="underline-offset-4 hover:text-ink hover:underline">
              RSS
            </a>
          </li>
          <li>
            <ThemeSelect />
          </li>
        </ul>
      </div>
    </footer>
  );
}
