import type { ReactNode } from 'react';

/** Where a list has nothing yet: what belongs here, and what to do. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-md py-24 text-center">
      <h2 className="font-serif text-2xl">{title}</h2>
      <div className="mt-3 text-quiet">{children}</div>
    </div>
  );
}
