'use client';

import type { FocusEvent, ReactNode } from 'react';

/** List items of equal height in one row, which is scrolled sideways where they do not fit, to the edges of the page. */
export function ScrollRow({ className = '', children }: { className?: string; children: ReactNode }) {
  return (
    // The padding above is for the ring around what has the focus, which snapping to another item would cut off.
    <ul
      onFocus={showWhole}
      className={`-mx-4 flex snap-x scroll-px-4 gap-5 overflow-x-auto px-4 pt-2 pb-4 has-focus-visible:snap-none sm:-mx-8 sm:gap-7 sm:scroll-px-8 sm:px-8 ${className}`}
    >
      {children}
    </ul>
  );
}

/** Browsers leave a link where it is when only a part of it can be seen. */
function showWhole({ target }: FocusEvent): void {
  // A pointer already sees what it presses, which must not move away below it.
  if (target.matches(':focus-visible')) target.closest('li')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
}
