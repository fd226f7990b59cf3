'use client';

import { useEffect, useState } from 'react';
import { useLiveStatus } from '#components/live/live-store.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useViewer } from '#components/viewer/viewer-store.ts';
import { formatMoney } from '#lib/domain/money/money.ts';
import { BuyForm } from '../buy-form.tsx';
import type { BuyProps } from './buy-box.tsx';

/**
 * Price and “Buy” at the lower edge of a narrow screen, while those of the page are out of sight. It lies above the page
 * and has no height of its own, so that nothing moves when it comes. Without JavaScript it always stays.
 */
export function BuyBar({ post, shown, title }: BuyProps & { title: string }) {
  const viewer = useViewer();
  const live = useLiveStatus(post.id, { status: post.status, heldUntil: post.heldUntil });
  const isOutOfSight = useIsOutOfSight('buy');
  // A work that is reserved has more to say than fits here.
  if (live.status !== 'LISTED' || live.heldUntil !== null || viewer?.username === post.artist.username) return null;
  return (
    <div className="sticky bottom-0 z-10 h-0 lg:hidden" data-buy-bar>
      <section
        aria-label="Price"
        className={`absolute -inset-x-4 bottom-0 flex items-center justify-between gap-6 border-t border-line bg-paper px-4 py-3 sm:-inset-x-8 sm:px-8 ${isOutOfSight ? '' : 'invisible noscript:visible'}`}
      >
        <p className="min-w-0 truncate tabular-nums">
          {formatMoney(shown)} · <bdi>{title}</bdi>
        </p>
        <BuyForm slug={post.slug} shown={shown}>
          <SubmitButton pendingText="One moment…">Buy</SubmitButton>
        </BuyForm>
      </section>
    </div>
  );
}

/** Whether some of an element is outside the window; false until that is known. */
function useIsOutOfSight(id: string): boolean {
  const [isOutOfSight, setIsOutOfSight] = useState(false);
  useEffect(() => {
    const element = document.getElementById(id);
    if (!element) return;
    const observer = new IntersectionObserver(
      // The last one is how it is now.
      (entries) => setIsOutOfSight((entries.at(-1)?.intersectionRatio ?? 1) < 0.98),
      // Not all of it: a fraction of a pixel may always be missing.
      { threshold: [0, 0.98] },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [id]);
  return isOutOfSight;
}
