import Link from 'next/link';
import { CurrencyLink } from '#components/currency/currency-link.tsx';
import { ThemeSelect } from './theme-select.tsx';

type Props = {
  /** As in SiteHeader. */
  currency: string;
  /** To the pages that the host has written. */
  links: readonly { href: string; title: string }[];
  /** '' if the host has named none. */
  contactEmail: string;
};

export function SiteFooter({ currency, links, contactEmail }: Props) {
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
          {links.map(({ href, title }) => (
            <li key={href}>
              <Link href={href} prefetch={false} className="underline-offset-4 hover:text-ink hover:underline">
                {title}
              </Link>
            </li>
          ))}
          {contactEmail && (
            <li>
              <a href={`mailto:${contactEmail}`} className="underline-offset-4 hover:text-ink hover:underline">
                Contact
              </a>
            </li>
          )}
          <li>
            <ThemeSelect />
          </li>
        </ul>
      </div>
    </footer>
  );
}
