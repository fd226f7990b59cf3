import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { ArtistPortrait } from '#components/artists/artist-portrait.tsx';
import { OrderLive } from '#components/live/order-live.tsx';
import { OrderErasure } from '#components/orders/order-erasure.tsx';
import { isInProgress, orderMessage } from '#components/orders/order-status.ts';
import { BuyForm } from '#components/posts/buy-form.tsx';
import { LocalTime } from '#components/posts/local-time.tsx';
import { CancelForm } from '#components/posts/own-hold.tsx';
import { PostPicture } from '#components/posts/post-picture.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { describeConversion } from '#lib/domain/exchange/conversion.ts';
import { isClosedUsername } from '#lib/domain/leaving.ts';
import { formatMoney } from '#lib/domain/money/money.ts';
import { findOrderErasure } from '#lib/leaving/find-order-erasure.ts';
import { getOrder } from '#lib/orders/queries.ts';
import { requestErasureAction } from '../actions.ts';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ from?: string; problem?: string; erasure?: string }>;
};

/** Read once for the page and its metadata. */
const orderOf = cache((id: string) => (z.uuid().safeParse(id).success ? getOrder(id) : null));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  if (!(await orderOf((await params).id))) notFound();
  return { title: 'Your order', robots: { index: false }, referrer: 'same-origin' };
}

/** The state of an order, for anyone who has the link. It only reads; only the worker fulfils orders. */
export default async function OrderPage({ params, searchParams }: Props) {
  const { id } = await params;
  const order = await orderOf(id);
  if (!order) notFound();
  const { from, problem, erasure } = await searchParams;
  const returned = from === 'checkout';
  const { title, text } = orderMessage(order, from);
  const { post } = order;
  const conversion = describeConversion(order);
  const canPay = order.status === 'HELD' && !returned;
  return (
    <div className="mx-auto grid max-w-4xl items-start gap-10 py-8 sm:grid-cols-2 sm:gap-14 sm:py-16">
      <div>
        {post.picture && <PostPicture picture={post.picture} sizes="(min-width: 40rem) 26rem, 100vw" load="first" />}
      </div>
      <div>
        <div role="status" aria-live="polite">
          <h1 className="font-serif text-4xl tracking-tight">{title}</h1>
          <p className="mt-4 leading-relaxed">{text}</p>
        </div>
        {problem === 'try-later' && (
          <div className="mt-6">
            <Notice>{new ExpectedError('try-later').message}</Notice>
          </div>
        )}
        {canPay && (
          <div className="mt-6 flex flex-wrap items-center gap-4">
            {order.checkoutUrl ? (
              <a href={order.checkoutUrl} className={buttonClass()}>
                Continue to payment
              </a>
            ) : (
              <BuyForm slug={post.slug} shown={order.charged}>
                <SubmitButton pendingText="One moment…">Continue to payment</SubmitButton>
              </BuyForm>
            )}
            <CancelForm orderId={order.id} />
          </div>
        )}
        <dl className="mt-8 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 border-t border-line pt-8 text-sm">
          <dt className="text-quiet">Work</dt>
          <dd>
            {/* Prefetched, it would show the work as it was before the payment. */}
            <Link href={`/posts/${post.slug}`} prefetch={false} className="underline underline-offset-4">
              <bdi>{post.title}</bdi>
            </Link>
          </dd>
          <dt className="text-quiet">Artist</dt>
          <dd className="flex items-center gap-2">
            <ArtistPortrait artist={post.artist} size="small" load="eager" />
            {isClosedUsername(post.artist.username) ? (
              <bdi>{post.artist.displayName}</bdi>
            ) : (
              <Link
                href={`/artists/${post.artist.username}`}
                prefetch={false}
                className="min-w-0 underline underline-offset-4"
              >
                <bdi>{post.artist.displayName}</bdi>
              </Link>
            )}
          </dd>
          <dt className="text-quiet">Amount</dt>
          <dd className="tabular-nums">
            {formatMoney(order.charged)}
            {conversion && <span className="mt-0.5 block text-quiet">The artist’s price is {conversion}.</span>}
          </dd>
          {order.refunded.amount > 0 && (
            <>
              <dt className="text-quiet">Refunded</dt>
              <dd className="tabular-nums">{formatMoney(order.refunded)}</dd>
            </>
          )}
          {order.buyerEmail && (
            <>
              <dt className="text-quiet">Receipt to</dt>
              <dd dir="auto">{order.buyerEmail}</dd>
            </>
          )}
          {canPay && (
            <>
              <dt className="text-quiet">Reserved until</dt>
              <dd>
                <LocalTime time={order.heldUntil} />
              </dd>
            </>
          )}
        </dl>
        <p className="mt-8 text-sm text-quiet">Bookmark this page to come back to your order.</p>
        <OrderErasure
          orderId={order.id}
          erasure={await findOrderErasure(order.id)}
          isSent={erasure === 'sent'}
          problem={problemMessage(erasure)}
          action={requestErasureAction}
        />
      </div>
      {isInProgress(order) && (
        <>
          <OrderLive orderId={order.id} />
          <noscript>
            <meta httpEquiv="refresh" content="3" />
          </noscript>
        </>
      )}
    </div>
  );
}
