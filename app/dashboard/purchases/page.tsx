import type { Metadata } from 'next';
import Link from 'next/link';
import { ArtistPortrait } from '#components/artists/artist-portrait.tsx';
import { OrderRow } from '#components/dashboard/order-row.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLinks } from '#components/ui/page-links.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { listPurchases } from '#lib/orders/queries.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';

export const metadata: Metadata = { title: 'Your purchases' };

export default async function PurchasesPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireViewer('/dashboard/purchases');
  const cursor = readKeysetCursor(await searchParams);
  const { rows: orders, ...around } = await listPurchases(viewer, cursor);
  return (
    <>
      <h1 className="text-lg font-medium">Your purchases</h1>
      {orders.length === 0 ? (
        <EmptyState title="No purchases yet">
          <Link href="/" className="underline underline-offset-4">
            Browse the gallery
          </Link>
        </EmptyState>
      ) : (
        <ul>
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} href={`/orders/${order.id}`}>
              <p className="mt-1 flex items-center gap-2 text-sm text-quiet">
                <ArtistPortrait artist={order.post.artist} size="small" />
                <span dir="auto" className="truncate">
                  {order.post.artist.displayName}
                </span>
              </p>
            </OrderRow>
          ))}
        </ul>
      )}
      <PageLinks path="/dashboard/purchases" {...around} isNewest={!cursor} />
    </>
  );
}
