'use client';

import Link from 'next/link';
import { useLiveStatus } from '#components/live/live-store.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useViewer } from '#components/viewer/viewer-store.ts';
import { formatMoney, type Money } from '#lib/domain/money/money.ts';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import { BuyForm } from './buy-form.tsx';
import { LocalTime } from './local-time.tsx';
import { SoldBadge } from './post-status-line.tsx';

type Props = {
  post: Pick<PostDto, 'id' | 'slug' | 'status' | 'heldUntil'> & { artist: { username: string } };
  /** What the visitor pays. */
  shown: Money;
  /** How it was converted from the artist's price; null if it was not. */
  note: string | null;
};

/** The price and the button to buy. A plain form, so that it works in a cached page and without JavaScript. */
export function BuyBox({ post, shown, note }: Props) {
  const viewer = useViewer();
  const live = useLiveStatus(post.id, { status: post.status, heldUntil: post.heldUntil });
  const isOwn = viewer?.username === post.artist.username;
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
      {note && <p className="mt-1.5 text-sm text-quiet tabular-nums">{note}</p>}
      <div className="mt-5">
        {isOwn ? (
          <Link href={`/posts/${post.slug}/edit`} prefetch={false} className={buttonClass('quiet')}>
            Edit your work
          </Link>
        ) : (
          <BuyForm slug={post.slug} shown={shown}>
            <SubmitButton
              pendingText="One moment…"
              disabled={live.heldUntil !== null}
              className="w-full sm:w-auto sm:min-w-56"
            >
              Buy this work
            </SubmitButton>
          </BuyForm>
        )}
      </div>
      {live.heldUntil ? (
        <p className="mt-4 text-sm text-quiet" role="status">
          Reserved: someone is checking out. If they have not paid by <LocalTime time={live.heldUntil} />, the work will
          be available again.
        </p>
      ) : (
        !isOwn && <p className="mt-4 text-sm text-quiet">You pay on Stripe’s secure page. No account is needed.</p>
      )}
    </div>
  );
}
