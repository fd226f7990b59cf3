'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const TABS = [
  ['/dashboard', 'Works'],
  ['/dashboard/sales', 'Sales'],
  ['/dashboard/purchases', 'Purchases'],
  ['/dashboard/settings', 'Settings'],
] as const;

export function DashboardNav() {
  const path = usePathname();
  return (
    <nav aria-label="Dashboard">
      <ul className="flex gap-6 overflow-x-auto border-b border-line text-sm">
        {TABS.map(([href, name]) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={path === href ? 'page' : undefined}
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
