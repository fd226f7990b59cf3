import Link from 'next/link';
import { AccountMenu } from '#components/viewer/account-menu.tsx';

export function SiteHeader() {
  return (
    <header className="mx-auto flex w-full max-w-[96rem] items-baseline justify-between gap-x-6 px-4 py-5 sm:px-8 sm:py-7 lg:px-12">
      <Link href="/" prefetch={false} className="font-serif text-xl tracking-tight sm:text-2xl">
        MakeYourSpace
      </Link>
      <nav aria-label="Account" className="min-h-6">
        <AccountMenu />
      </nav>
    </header>
  );
}
