import type { ReactNode } from 'react';

/** Shown in place of an empty list: what belongs here, and what to do next. */
export function EmptyState({
  title,
  wholePage = false,
  children,
}: {
  title: string;
  wholePage?: boolean;
  children: ReactNode;
}) {
  const Heading = wholePage ? 'h1' : 'h2';
  return (
    <div className="mx-auto max-w-md py-24 text-center">
      <Heading className="font-serif text-2xl">{title}</Heading>
      <div className="mt-3 text-quiet">{children}</div>
    </div>
  );
}
