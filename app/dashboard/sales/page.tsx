import type { Metadata } from 'next';
import { OrderRow } from '#components/dashboard/order-row.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLinks } from '#components/ui/page-links.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { listSales } from '#lib/orders/queries.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';

export const metadata: Metadata = { title: 'Your sales' };

export default async function SalesPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireViewer('/dashboard/sales');
  const cursor = readKeysetCursor(await searchParams);
  const { rows: sales, ...around } = await listSales(viewer, cursor);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h1 className="text-lg font-medium">Your sales</h1>
        {sales.length > 0 && (
          <a href="/dashboard/sales/export" download className={buttonClass('text')}>
            Download as CSV
          </a>
        )}
      </div>
      {sales.length === 0 ? (
        <EmptyState title="No sales yet">
          When somebody buys one of your works, the amount and the buyer’s details appear here.
        </EmptyState>
      ) : (
        <ul>
          {sales.map((sale) => (
            <OrderRow key={sale.id} order={sale} href={`/dashboard/sales/${sale.id}`}>
              <p dir="auto" className="truncate text-sm text-quiet">
                {[sale.buyer.name, sale.buyer.country].filter(Boolean).join(', ') || 'The buyer’s name is not known'}
              </p>
              {sale.buyer.email && (
                <p className="focus-frame truncate text-sm">
                  <a href={`mailto:${sale.buyer.email}`} className="underline underline-offset-4">
                    {sale.buyer.email}
                  </a>
                </p>
              )}
            </OrderRow>
          ))}
        </ul>
      )}
      <PageLinks path="/dashboard/sales" {...around} isNewest={!cursor} />
    </>
  );
}
