'use client';

import Link from 'next/link';
import { useLiveStatus } from '#components/live/live-store.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useViewer } from '#components/viewer/viewer-store.ts';
import { formatMoney, type Money } from '#lib/domain/money/money.ts';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import { BuyForm } from '../buy-form.tsx';
import { LocalTime } from '../local-time.tsx';
import { describeOwnHold, OwnHoldActions } from '../own-hold.tsx';
import { SoldBadge } from '../post-status-line.tsx';
import { useOwnHold } from '../use-own-hold.ts';

export type BuyProps = {
  post: Pick<PostDto, 'id' | 'slug' | 'status' | 'heldUntil'> & { artist: { username: string } };
  /** What the visitor pays. */
  shown: Money;
};

type Props = BuyProps & {
  /** How the price was converted from the artist's; null if it was not. */
  note: string | null;
  /** Shows what a visitor would see, and sells nothing. */
  isPreview?: boolean;
};

/** The price and the button to buy. A plain form, so that it works in a cached page and without JavaScript. */
export function BuyBox({ post, shown, note, isPreview = false }: Props) {
  const viewer = useViewer();
  const live = useLiveStatus(post.id, { status: post.status, heldUntil: post.heldUntil });
  const own = useOwnHold(post.slug, live.status === 'LISTED' ? live.heldUntil : null);
  const isOwn = !isPreview && viewer?.username === post.artist.username;
  if (live.status === 'DRAFT') return <p className="text-quiet">This work is no longer for sale.</p>;
  if (live.status === 'SOLD') {
    return (
      <p className="text-lg" role="status">
        <SoldBadge />
      </p>
    );
  }
  return (
    <div>
      <p className="text-2xl tabular-nums">{formatMoney(shown)}</p>
      {note && (
        <details className="mt-1.5 text-sm text-quiet">
          <summary className="w-fit underline-offset-4 hover:text-ink hover:underline">About this price</summary>
          <p className="mt-1.5 tabular-nums">{note}</p>
        </details>
      )}
      <div className="mt-4">
        {isOwn ? (
          <Link href={`/posts/${post.slug}/edit`} prefetch={false} className={buttonClass('quiet')}>
            Edit your work
          </Link>
        ) : own ? (
          <OwnHoldActions slug={post.slug} own={own} />
        ) : (
          <BuyForm slug={post.slug} shown={shown}>
            <SubmitButton pendingText="One moment…" disabled={live.heldUntil !== null || isPreview} className="w-full">
              Buy this work
            </SubmitButton>
          </BuyForm>
        )}
      </div>
      {live.heldUntil && (
        // The buyer's own sentence comes later and takes the place of the other, so that nothing moves.
        <div className="mt-4 grid text-sm text-quiet *:[grid-area:1/1]" role="status">
          <p className={own ? 'invisible' : ''}>
            Reserved: someone is checking out. If they have not paid by <LocalTime time={live.heldUntil} />, the work
            will be available again.{' '}
            {!isOwn && (
              <Link href={`/posts/${post.slug}/checkout`} prefetch={false} className="underline underline-offset-4">
                Is it you? Continue or cancel
              </Link>
            )}
          </p>
          {own && <p>{describeOwnHold(own)}</p>}
        </div>
      )}
    </div>
  );
}
