import type { CSSProperties } from 'react';

/** Arbitrary proportions for works that are still loading. */
const RATIOS = [0.75, 1.5, 0.8, 1.33, 0.7, 1.2, 1, 1.45];

/** As high as the window, so that the content below is out of sight when the works replace it. */
export function PostGridSkeleton() {
  return (
    <div className="mt-8 h-[100vh] overflow-hidden sm:mt-12 xl:mt-[3.75rem]" aria-hidden>
      <ul className="post-grid">
        {RATIOS.map((ratio) => (
          <li key={ratio} style={{ '--ratio': ratio } as CSSProperties}>
            <div className="skeleton" style={{ aspectRatio: ratio }} />
          </li>
        ))}
      </ul>
    </div>
  );
}
