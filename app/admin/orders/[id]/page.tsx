import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { OrderCommands } from '#components/admin/flagged-order.tsx';
import { OrderHistory } from '#components/admin/order-history.tsx';
import { ORDER_STATUS_LABELS } from '#components/orders/order-status.ts';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { currentViewer, requireAdmin } from '#lib/auth/viewer.ts';
import { describeConversion } from '#lib/domain/exchange/conversion.ts';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getOrderHistory } from '#lib/orders/order-history.ts';
import { getSale, type SaleDto } from '#lib/orders/queries.ts';
import { orderAction } from '../../actions.ts';
import { ORDER_RESULTS } from '../../order-results.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ said?: string; problem?: string }> };

/** Read once for the page and its metadata. */
const orderOf = cache((viewer: Viewer, id: string) => (z.uuid().safeParse(id).success ? getSale(viewer, id) : null));

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const viewer = await currentViewer();
  if (viewer && (viewer.role !== 'ADMIN' || !(await orderOf(viewer, (await params).id)))) notFound();
  return { title: 'Order', robots: { index: false } };
}

/** One order: what it is now, what an admin can do about it, and everything that happened to it. */
export default async function AdminOrderPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireAdmin(`/admin/orders/${id}`);
  const order = await orderOf(viewer, id);
  if (!order) notFound();
  const { said = '', problem } = await searchParams;
  const steps = await getOrderHistory(viewer, order.id);
  return (
    <div className="grid max-w-4xl gap-10">
      <div>
        <p className="text-sm">
          <Link href="/admin/orders" prefetch={false} className="text-quiet underline underline-offset-4">
            Orders
          </Link>
        </p>
        <h1 dir="auto" className="mt-3 font-serif text-3xl tracking-tight text-balance">
          {order.post.title}
        </h1>
        <p className="mt-2 text-sm">
          {ORDER_STATUS_LABELS[order.status]} · {formatMoney(order.charged)}
        </p>
        <div className="mt-4 grid gap-3 empty:hidden">
          <Notice>{problemMessage(problem)}</Notice>
          <Notice tone="done">{Object.hasOwn(ORDER_RESULTS, said) && ORDER_RESULTS[said]}</Notice>
          <Notice>{order.flag}</Notice>
          {order.refundRequested && (
            <Notice tone="done">The refund is in progress. The worker retries it until it succeeds.</Notice>
          )}
        </div>
        <OrderCommands order={order} action={orderAction} from="order" />
      </div>
      <Facts order={order} />
      <section>
        <h2 className="mb-4 text-lg font-medium">What happened</h2>
        <OrderHistory steps={steps} />
      </section>
    </div>
  );
}

function Facts({ order }: { order: SaleDto }) {
  const { post, buyer, charged, refunded } = order;
  const conversion = describeConversion(order);
  return (
    <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[8rem_minmax(0,1fr)] [&>dd]:max-sm:-mt-2 [&>dd]:min-w-0 [&>dd]:break-words [&>dt]:text-quiet">
      <dt>Order</dt>
      <dd className="break-all">
        {order.id}{' '}
        <Link href={`/orders/${order.id}`} prefetch={false} className="text-quiet underline underline-offset-4">
          the buyer’s page
        </Link>
      </dd>
      <dt>Work</dt>
      <dd>
        {order.isPublic ? (
          <Link href={`/posts/${post.slug}`} prefetch={false} className="underline underline-offset-4">
            <bdi>{post.title}</bdi>
          </Link>
        ) : (
          <bdi>{post.title}</bdi>
        )}{' '}
        by{' '}
        <Link
          href={`/admin/orders?${new URLSearchParams({ artist: post.artist.username })}`}
          prefetch={false}
          className="underline underline-offset-4"
        >
          <bdi>{post.artist.displayName}</bdi>
        </Link>
      </dd>
      <dt>Buyer</dt>
      <dd>
        <bdi>{[buyer.name, buyer.country].filter(Boolean).join(', ') || 'The buyer’s name is not known.'}</bdi>
        {buyer.email && (
          <>
            {' '}
            <a href={`mailto:${buyer.email}`} className="break-all underline underline-offset-4">
              {buyer.email}
            </a>
          </>
        )}
      </dd>
      <dt>Amount</dt>
      <dd className="tabular-nums">
        {formatMoney(charged)}
        {conversion && <span className="block text-quiet">The artist’s price was {conversion}.</span>}
      </dd>
      {refunded.amount > 0 && (
        <>
          <dt>Refunded</dt>
          <dd className="tabular-nums">{formatMoney(refunded)}</dd>
        </>
      )}
    </dl>
  );
}
