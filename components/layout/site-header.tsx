import Link from 'next/link';
import { CurrencyLink } from '#components/currency/currency-link.tsx';
import { SiteSearch } from '#components/search/site-search.tsx';
import { AccountMenu } from '#components/viewer/account-menu.tsx';

/** @param currency the visitor's, on pages that are rendered per request */
export function SiteHeader({ currency }: { currency: string }) {
  return (
    <header className="mx-auto flex w-full max-w-[96rem] flex-wrap items-baseline justify-between gap-x-6 gap-y-4 px-4 py-5 sm:px-8 sm:py-7 lg:px-12">
      <Link href="/" prefetch={false} className="font-serif text-xl tracking-tight sm:text-2xl">
        MakeYourSpace
      </Link>
      <SiteSearch className="max-md:order-last max-md:w-full md:max-w-80 md:grow md:basis-0" />
      <div className="flex min-h-6 items-baseline gap-4 sm:gap-6">
        <CurrencyLink currency={currency} className="text-sm" />
        <nav aria-label="Account">
          <AccountMenu />
        </nav>
      </div>
    </header>
  );
}
