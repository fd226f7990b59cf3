'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const SETTINGS = '/dashboard/settings';
const TABS = [
  ['/dashboard', 'Works'],
  ['/dashboard/sales', 'Sales'],
  ['/dashboard/purchases', 'Purchases'],
  [SETTINGS, 'Settings'],
] as const;

export function DashboardNav() {
  const path = usePathname();
  // Pages below one of the others, such as a work's visitors, are reached from it; those below Settings are part of it.
  const isCurrent = (href: string) => path === href || (href === SETTINGS && path.startsWith(`${href}/`));
  return (
    <nav aria-label="Dashboard">
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
