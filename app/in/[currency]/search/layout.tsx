import type { ReactNode } from 'react';

/** Each search is a page of its own; what stays says to a screen reader that another has come. */
export default function SearchLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <p id="search-status" role="status" className="sr-only" />
    </>
  );
}
