import type { CSSProperties } from 'react';

/** Proportions of the works that are on their way, as good as any. */
const RATIOS = [0.75, 1.5, 0.8, 1.33, 0.7, 1.2, 1, 1.45];

/** As high as the window, so that what stands below is out of sight when the works come. */
export function PostGridSkeleton() {
  return (
    <div className="mt-8 h-[100vh] overflow-hidden sm:mt-12 xl:mt-[3.75rem]" aria-hidden>
      <ul className="wall">
        {RATIOS.map((ratio) => (
          <li key={ratio} style={{ '--ratio': ratio } as CSSProperties}>
            <div className="skeleton" style={{ aspectRatio: ratio }} />
          </li>
        ))}
      </ul>
    </div>
  );
}
