'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const TABS = [
  ['/admin', 'Overview'],
  ['/admin/orders', 'Orders'],
  ['/admin/works', 'Works'],
  ['/admin/reports', 'Reports'],
  ['/admin/collections', 'Collections'],
  ['/admin/accounts', 'Accounts'],
  ['/admin/settings', 'Settings'],
  ['/admin/ledger', 'Ledger'],
  ['/admin/rates', 'Rates'],
  ['/admin/events', 'Events'],
  ['/admin/webhooks', 'Webhooks'],
  ['/admin/audit', 'Audit log'],
  ['/admin/system', 'System'],
] as const;

/** What a moderator sees of these. */
const FOR_MODERATORS = TABS.filter(([href]) => href === '/admin/works' || href === '/admin/reports');

export function AdminNav({ isAdmin }: { isAdmin: boolean }) {
  const path = usePathname();
  const isCurrent = (href: string) => path === href || (href !== '/admin' && path.startsWith(`${href}/`));
  return (
    <nav aria-label="Admin">
      <ul className="flex gap-6 overflow-x-auto border-b border-line text-sm">
        {(isAdmin ? TABS : FOR_MODERATORS).map(([href, name]) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={isCurrent(href) ? 'page' : undefined}
              className="tab block py-3 whitespace-nowrap text-quiet hover:text-ink aria-[current]:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
