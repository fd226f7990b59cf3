import type { ReactNode } from 'react';

/** A message about the whole form or page. Screen readers announce it when it appears. */
export function Notice({ children, tone = 'error' }: { children: ReactNode; tone?: 'error' | 'done' }) {
  if (!children) return null;
  return (
    <p
      // For a form that has nothing else to focus.
      tabIndex={tone === 'error' ? -1 : undefined}
      role={tone === 'error' ? 'alert' : 'status'}
      dir="auto"
      className={`rounded-md border wrap-anywhere bg-raised px-4 py-3 text-sm ${tone === 'error' ? 'border-accent text-accent' : 'border-line'}`}
    >
      {children}
    </p>
  );
}
