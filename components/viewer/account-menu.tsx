'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { refreshViewer, useViewer } from './viewer-store.ts';

const quiet = 'text-quiet underline-offset-4 hover:text-ink hover:underline';

/** The cached page is the same for everyone; the browser fills in who is signed in. */
export function AccountMenu() {
  const viewer = useViewer();
  const path = usePathname();
  // A new page may follow a sign-in or sign-out, and the sign-in page may follow the end of a session.
  useEffect(() => refreshViewer({ force: path === '/sign-in' }), [path]);
  return (
    <ul className="flex items-baseline gap-4 text-sm sm:gap-6">
      <li className="max-sm:hidden">
        <Link href="/posts/new" prefetch={false} className={quiet}>
          Post a work
        </Link>
      </li>
      {viewer?.isAdmin && (
        <li className="max-sm:hidden">
          <Link href="/admin" prefetch={false} className={quiet}>
            Admin
          </Link>
        </li>
      )}
      {viewer ? (
        <li>
          <Link href="/dashboard" prefetch={false} className={quiet}>
            {viewer.displayName}
          </Link>
        </li>
      ) : (
        <>
          <li>
            <Link href="/sign-in" prefetch={false} className={quiet}>
              Sign in
            </Link>
          </li>
          <li>
            <Link href="/sign-up" prefetch={false} className={quiet}>
              Sign up
            </Link>
          </li>
        </>
      )}
    </ul>
  );
}
