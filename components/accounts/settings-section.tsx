import Link from 'next/link';
import type { ReactNode } from 'react';

/** @param id of its heading, which links may lead to. */
export function SettingsSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section>
      <h2 id={id} className="mb-5 text-lg font-medium">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** A line of its own that leads to a page of settings. */
export function SettingsLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p className="mt-3 text-sm">
      <Link href={href} prefetch={false} className="underline underline-offset-4">
        {children}
      </Link>
    </p>
  );
}
