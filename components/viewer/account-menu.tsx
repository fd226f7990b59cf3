'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { SITE_LINKS } from '#lib/view/site-links.ts';
import { PhoneMenu } from './phone-menu.tsx';
import { type BrowserViewer, refreshViewer, useViewer } from './viewer-store.ts';

export type AccountLink = { href: string; text: string };

/** The cached page is the same for everyone; the browser fills in who is signed in. On a narrow screen the links are in a menu, with the ways in. */
export function AccountMenu() {
  const viewer = useViewer();
  const path = usePathname();
  // A new page may follow a sign-in or sign-out, and the sign-in page may follow the end of a session.
  useEffect(() => refreshViewer({ force: path === '/sign-in' }), [path]);
  const links = linksFor(viewer);
  return (
    <>
      <ul className="flex items-baseline gap-6 text-sm max-xl:hidden">
        {links.map(({ href, text }) => (
          <li key={href} dir="auto" className="focus-frame max-w-48 truncate">
            <Link href={href} prefetch={false} className="text-quiet underline-offset-4 hover:text-ink hover:underline">
              {text}
            </Link>
          </li>
        ))}
      </ul>
      <PhoneMenu links={[...SITE_LINKS, ...links]} />
    </>
  );
}

function linksFor(viewer: BrowserViewer | null | undefined): AccountLink[] {
  return [
    { href: '/saved', text: 'Saved' },
    { href: '/posts/new', text: 'Post a work' },
    ...(viewer?.isAdmin ? [{ href: '/admin', text: 'Admin' }] : []),
    ...(viewer?.isModerator ? [{ href: '/admin/works', text: 'Moderation' }] : []),
    ...(viewer
      ? [{ href: '/dashboard', text: viewer.displayName }]
      : [
          { href: '/sign-in', text: 'Sign in' },
          { href: '/sign-up', text: 'Sign up' },
        ]),
  ];
}
