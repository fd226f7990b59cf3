import type { Metadata } from 'next';
import { OrderRow } from '#components/dashboard/order-row.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLinks, pageNumber } from '#components/ui/page-links.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { listSales, ORDERS_PAGE_SIZE } from '#lib/orders/queries.ts';

export const metadata: Metadata = { title: 'Your sales' };

export default async function SalesPage({ searchParams }: { searchParams: Promise<{ page?: string }> }) {
  const viewer = await requireViewer('/dashboard/sales');
  const page = pageNumber((await searchParams).page);
  const sales = await listSales(viewer, page);
  return (
    <>
      <h1 className="text-lg font-medium">Your sales</h1>
      {sales.length === 0 ? (
        <EmptyState title="No sales yet">
          When somebody buys a work of yours, the amount and the buyer’s details stand here.
        </EmptyState>
      ) : (
        <ul>
          {sales.map((sale) => (
            <OrderRow key={sale.id} order={sale} href={`/dashboard/sales/${sale.id}`}>
              <p className="truncate text-sm text-quiet">
                {[sale.buyer.name, sale.buyer.country].filter(Boolean).join(', ') || 'The buyer’s name is not known'}
              </p>
              {sale.buyer.email && (
                <p className="truncate text-sm">
                  <a href={`mailto:${sale.buyer.email}`} className="underline underline-offset-4">
                    {sale.buyer.email}
                  </a>
                </p>
              )}
            </OrderRow>
          ))}
        </ul>
      )}
      <PageLinks path="/dashboard/sales" page={page} hasMore={sales.length === ORDERS_PAGE_SIZE} />
    </>
  );
}
