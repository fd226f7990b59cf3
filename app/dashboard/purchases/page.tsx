import type { Metadata } from 'next';
import Link from 'next/link';
import { OrderRow } from '#components/dashboard/order-row.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLinks, pageNumber } from '#components/ui/page-links.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { listPurchases, ORDERS_PAGE_SIZE } from '#lib/orders/queries.ts';

export const metadata: Metadata = { title: 'Your purchases' };

export default async function PurchasesPage({ searchParams }: { searchParams: Promise<{ page?: string }> }) {
  const viewer = await requireViewer('/dashboard/purchases');
  const page = pageNumber((await searchParams).page);
  const orders = await listPurchases(viewer, page);
  return (
    <>
      <h1 className="text-lg font-medium">Your purchases</h1>
      {orders.length === 0 ? (
        <EmptyState title="Nothing bought yet">
          <Link href="/" className="underline underline-offset-4">
            Look around the gallery
          </Link>
        </EmptyState>
      ) : (
        <ul>
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} href={`/orders/${order.id}`}>
              <p className="truncate text-sm text-quiet">{order.post.artist.displayName}</p>
            </OrderRow>
          ))}
        </ul>
      )}
      <PageLinks path="/dashboard/purchases" page={page} hasMore={orders.length === ORDERS_PAGE_SIZE} />
    </>
  );
}
