import Link from 'next/link';
import type { ReactNode } from 'react';
import { ORDER_STATUS_LABELS } from '#components/orders/order-status.ts';
import { PostPicture } from '#components/posts/post-picture.tsx';
import { formatDate } from '#lib/domain/format-date.ts';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { OrderDto } from '#lib/domain/posts/post-dto.ts';

/** A sale or a purchase in a list. `children` are the details that only the seller or only the buyer sees. */
export function OrderRow({ order, href, children }: { order: OrderDto; href: string; children?: ReactNode }) {
  const { post } = order;
  return (
    <li className="flex items-start gap-4 border-b border-line py-5 sm:gap-6">
      <div className="w-20 shrink-0 sm:w-24">
        {post.picture && <PostPicture picture={{ ...post.picture, alt: '' }} sizes="6rem" />}
      </div>
      <div className="min-w-0 grow gap-6 sm:grid sm:grid-cols-[1fr_10rem_8rem]">
        <div className="min-w-0">
          <h2 dir="auto" className="focus-frame truncate font-serif text-lg">
            <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
              {post.title}
            </Link>
          </h2>
          {children}
        </div>
        <p className="text-sm">
          {ORDER_STATUS_LABELS[order.status]}
          <br />
          <time dateTime={order.createdAt} className="text-quiet">
            {formatDate(order.createdAt)}
          </time>
        </p>
        <p className="tabular-nums sm:text-right">
          {formatMoney(order.charged)}
          {order.price.currency !== order.charged.currency && (
            <span className="block text-sm text-quiet">for {formatMoney(order.price)}</span>
          )}
        </p>
      </div>
    </li>
  );
}
