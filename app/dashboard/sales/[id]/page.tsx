import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { ORDER_STATUS_LABELS } from '#components/orders/order-status.ts';
import { PaymentTimeline } from '#components/orders/payment-timeline.tsx';
import { RefundForm } from '#components/orders/refund-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { currentViewer, requireViewer } from '#lib/auth/viewer.ts';
import { describeConversion } from '#lib/domain/exchange/conversion.ts';
import { formatMoney } from '#lib/domain/money/money.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getPaymentTimeline } from '#lib/ledger/queries.ts';
import { getSale } from '#lib/orders/queries.ts';
import { refundAction } from '../actions.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ confirmed?: string }> };

/** Read once for the page and its metadata. */
const saleOf = cache((viewer: Viewer, id: string) => (z.uuid().safeParse(id).success ? getSale(viewer, id) : null));

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const viewer = await currentViewer();
  if (viewer && !(await saleOf(viewer, (await params).id))) notFound();
  return { title: 'Sale' };
}

/** One sale, for its artist and for admins: the buyer, the payments and a form to refund it. */
export default async function SalePage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireViewer(`/dashboard/sales/${id}`);
  const sale = await saleOf(viewer, id);
  if (!sale) notFound();
  const steps = await getPaymentTimeline(sale.id);
  const { post, buyer, charged, refunded } = sale;
  const conversion = describeConversion(sale);
  const refundable = { ...charged, amount: charged.amount - refunded.amount };
  const isConfirmed = (await searchParams).confirmed === '1';
  const isOwn = post.artist.username === viewer.username;
  return (
    <div className="grid gap-10">
      <div>
        <p className="text-sm">
          <Link
            href={isOwn ? '/dashboard/sales' : '/admin'}
            prefetch={false}
            className="text-quiet underline underline-offset-4"
          >
            {isOwn ? 'Your sales' : 'Admin'}
          </Link>
        </p>
        <h1 dir="auto" className="mt-3 font-serif text-3xl tracking-tight text-balance">
          {post.title}
        </h1>
        <p className="mt-2 text-sm">
          {ORDER_STATUS_LABELS[sale.status]} · {formatMoney(charged)}
          {sale.isPublic && (
            <>
              {' · '}
              <Link href={`/posts/${post.slug}`} prefetch={false} className="underline underline-offset-4">
                View the work
              </Link>
            </>
          )}
        </p>
        {conversion && (
          <p className="mt-1 text-sm text-quiet tabular-nums">
            {isOwn ? 'Your price' : 'The artist’s price'} was {conversion}.
          </p>
        )}
      </div>
      {sale.flag && viewer.role === 'ADMIN' && <Notice>{sale.flag}</Notice>}
      {sale.refundRequested && (
        <Notice tone="done">The refund is in progress. The order’s page tells the buyer when it is done.</Notice>
      )}
      <section>
        <h2 className="text-lg font-medium">Buyer</h2>
        <p dir="auto" className="mt-2 text-sm">
          {[buyer.name, buyer.country].filter(Boolean).join(', ') || 'The buyer’s name is not known.'}
        </p>
        {buyer.email && (
          <p className="text-sm break-all">
            <a href={`mailto:${buyer.email}`} className="underline underline-offset-4">
              {buyer.email}
            </a>
          </p>
        )}
      </section>
      <section className="max-w-2xl">
        <h2 className="mb-2 text-lg font-medium">Payments</h2>
        <PaymentTimeline steps={steps} />
      </section>
      {sale.canRefund && isConfirmed && (
        <Notice tone="done">Thank you. Nothing has been refunded yet: please press “Refund” again.</Notice>
      )}
      {sale.canRefund && (
        <RefundForm orderId={sale.id} amount={formatMoney(refundable)} action={refundAction} isOpen={isConfirmed} />
      )}
    </div>
  );
}
