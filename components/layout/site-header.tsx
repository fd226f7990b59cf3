import Link from 'next/link';
import { CurrencyLink } from '#components/currency/currency-link.tsx';
import { SiteSearch } from '#components/search/site-search.tsx';
import { AccountMenu } from '#components/viewer/account-menu.tsx';
import { type Logo, logoSize, logoUrl } from '#lib/domain/settings/logo.ts';
import { SITE_LINKS } from '#lib/view/site-links.ts';

type Props = {
  /** The visitor's, on pages that are rendered per request. */
  currency: string;
  /** The shop's. */
  name: string;
  logo: Logo | null;
};

/** The top of every page. A logo has its size from the start, so that nothing moves when it arrives. */
export function SiteHeader({ currency, name, logo }: Props) {
  return (
    <header className="mx-auto flex w-full max-w-[96rem] flex-wrap items-baseline justify-between gap-x-6 gap-y-4 px-4 py-5 sm:px-8 sm:py-7 lg:px-12">
      <Link href="/" prefetch={false} className="min-w-0 font-serif text-xl tracking-tight sm:text-2xl">
        {logo ? <img src={logoUrl(logo, 'header.webp')} alt={name} {...logoSize(logo)} /> : <bdi>{name}</bdi>}
      </Link>
      <nav aria-label="Ways in" className="max-xl:hidden">
        <ul className="flex gap-6 text-sm">
          {SITE_LINKS.map(({ href, text }) => (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                className="text-quiet underline-offset-4 hover:text-ink hover:underline"
              >
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
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
