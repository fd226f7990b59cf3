import { OrderFilters } from '#components/admin/order-filters.tsx';
import { OrderRow } from '#components/dashboard/order-row.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLinks } from '#components/ui/page-links.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';
import type { SaleDto } from '#lib/orders/queries.ts';
import { searchOrders } from '#lib/orders/search-orders.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { orderFilterParams, orderFilterSchema } from '#lib/schemas/order-filter.ts';
import { adminMetadata } from '../admin-metadata.ts';

export const generateMetadata = adminMetadata('Orders');

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** The orders of every state, newest first, with filters. */
export default async function OrdersPage({ searchParams }: Props) {
  const viewer = await requireAdmin('/admin/orders');
  const query = await searchParams;
  const filter = orderFilterSchema.parse(query);
  const params = orderFilterParams(filter);
  const cursor = readKeysetCursor(query);
  const { rows: orders, ...around } = await searchOrders(viewer, filter, cursor);
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">Orders</h1>
      <OrderFilters filters={params} currencies={CURRENCY_CODES} />
      {orders.length === 0 ? (
        <EmptyState title="No orders">
          {Object.keys(params).length > 0 ? 'Nothing matches these filters.' : 'Nobody has begun to buy anything yet.'}
        </EmptyState>
      ) : (
        <>
          <div className="mt-8 flex flex-wrap items-baseline justify-between gap-4">
            <p className="text-sm text-quiet">Newest first. Days are those of UTC.</p>
            <a href={`/admin/orders/export?${new URLSearchParams(params)}`} download className={buttonClass('text')}>
              Download as CSV
            </a>
          </div>
          <ul className="mt-2">
            {orders.map((order) => (
              <OrderRow key={order.id} order={order} href={`/admin/orders/${order.id}`}>
                <OrderFacts order={order} />
              </OrderRow>
            ))}
          </ul>
        </>
      )}
      <PageLinks path="/admin/orders" params={params} {...around} isNewest={!cursor} />
    </>
  );
}

/** Whose work, who buys it, and what is wrong with it. */
function OrderFacts({ order: { post, buyer, flag } }: { order: SaleDto }) {
  return (
    <>
      <p className="truncate text-sm text-quiet">
        by <bdi>{post.artist.displayName}</bdi>
      </p>
      {(buyer.name || buyer.email) && (
        <p className="text-sm wrap-anywhere text-quiet">
          to <bdi>{[buyer.name, buyer.email, buyer.country].filter(Boolean).join(', ')}</bdi>
        </p>
      )}
      {flag && (
        <p className="text-sm text-accent">
          Needs attention: <bdi>{flag}</bdi>
        </p>
      )}
    </>
  );
}
