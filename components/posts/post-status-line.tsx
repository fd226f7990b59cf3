'use client';

import { useLiveStatus } from '#components/live/live-store.ts';
import { formatMoney, type Money } from '#lib/domain/money/money.ts';
import type { PostStatus } from '#lib/domain/sale/sale.ts';

type Props = { id: string; status: PostStatus; heldUntil: string | null; shown: Money };

/** The last line of a card: the price, with “Reserved”, or “Sold”. It follows live updates. */
export function PostStatusLine({ id, status, heldUntil, shown }: Props) {
  const live = useLiveStatus(id, { status, heldUntil });
  if (live.status === 'SOLD') return <SoldBadge />;
  return (
    <>
      {formatMoney(shown)}
      {live.heldUntil && <span className="text-quiet"> · Reserved</span>}
    </>
  );
}

export function SoldBadge() {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className="solid-in-forced-colors size-2 rounded-full bg-accent" />
      Sold
    </span>
  );
}
