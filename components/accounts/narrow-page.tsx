import type { ReactNode } from 'react';

export function NarrowPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-sm py-12 sm:py-20">
      <h1 className="mb-8 font-serif text-4xl tracking-tight">{title}</h1>
      {children}
    </div>
  );
}
