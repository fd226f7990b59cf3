'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const TABS = [
  ['/admin', 'Overview'],
  ['/admin/events', 'Events'],
  ['/admin/ledger', 'Ledger'],
  ['/admin/rates', 'Rates'],
  ['/admin/accounts', 'Accounts'],
] as const;

export function AdminNav() {
  const path = usePathname();
  const isCurrent = (href: string) => path === href || (href !== '/admin' && path.startsWith(`${href}/`));
  return (
    <nav aria-label="Admin">
      <ul className="flex gap-6 overflow-x-auto border-b border-line text-sm">
        {TABS.map(([href, name]) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={isCurrent(href) ? 'page' : undefined}
              className="tab block py-3 text-quiet hover:text-ink aria-[current]:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
