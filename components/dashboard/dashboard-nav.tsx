'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const SETTINGS = '/dashboard/settings';
const MESSAGES = '/dashboard/messages';
const TABS = [
  ['/dashboard', 'Works'],
  ['/dashboard/sales', 'Sales'],
  ['/dashboard/purchases', 'Purchases'],
  [MESSAGES, 'Messages'],
  [SETTINGS, 'Settings'],
] as const;

/** @param unanswered how many questions wait for an answer */
export function DashboardNav({ unanswered }: { unanswered: number }) {
  const path = usePathname();
  // Pages below one of the others, such as a work's visitors, are reached from it; those below Messages and Settings are part of it.
  const isCurrent = (href: string) =>
    path === href || ((href === SETTINGS || href === MESSAGES) && path.startsWith(`${href}/`));
  return (
    <nav aria-label="Dashboard">
      <ul className="flex gap-6 overflow-x-auto border-b border-line text-sm">
        {TABS.map(([href, name]) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={isCurrent(href) ? 'page' : undefined}
              className="tab block py-3 whitespace-nowrap text-quiet hover:text-ink aria-[current]:text-ink"
            >
              {name}
              {href === MESSAGES && unanswered > 0 && (
                <>
                  {' '}
                  <span className="font-medium text-accent tabular-nums">
                    {unanswered}
                    <span className="sr-only"> unanswered</span>
                  </span>
                </>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
