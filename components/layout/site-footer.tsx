import Link from 'next/link';
import { ThemeSwitch } from './theme-switch.tsx';

export function SiteFooter() {
  return (
    <footer className="mx-auto mt-20 w-full max-w-[96rem] px-4 pb-8 text-sm sm:mt-28 sm:px-8 lg:px-12">
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-3 border-t border-line pt-6 text-quiet">
        <p>Every work here exists once, and is sold once.</p>
        <ul className="flex gap-6">
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
            <ThemeSwitch />
          </li>
        </ul>
      </div>
    </footer>
  );
}
