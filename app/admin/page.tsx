import type { Metadata } from 'next';
import { OrderRow } from '#components/dashboard/order-row.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { checkHealth } from '#lib/health/check-health.ts';
import { listFlaggedOrders } from '#lib/orders/queries.ts';

export const metadata: Metadata = { title: 'Admin', robots: { index: false } };

const PARTS = { database: 'Database', redis: 'Redis', worker: 'Worker' } as const;

/** For those who look after the place: does every part work, and which orders need a person. */
export default async function AdminPage() {
  await requireAdmin('/admin');
  const [health, flagged] = await Promise.all([checkHealth(), listFlaggedOrders()]);
  return (
    <>
      <h1 className="text-lg font-medium">Overview</h1>
      <dl className="mt-4 flex flex-wrap gap-x-12 gap-y-4">
        {Object.entries(PARTS).map(([part, name]) => (
          <div key={part}>
            <dt className="text-sm text-quiet">{name}</dt>
            <dd className={health[part as keyof typeof PARTS] === 'ok' ? '' : 'font-medium text-accent'}>
              {health[part as keyof typeof PARTS] === 'ok' ? 'Working' : 'Not answering'}
            </dd>
          </div>
        ))}
      </dl>
      <h2 className="mt-14 text-lg font-medium">Orders that need a person</h2>
      {flagged.length === 0 ? (
        <p className="mt-3 text-quiet">None.</p>
      ) : (
        <ul>
          {flagged.map((order) => (
            <OrderRow key={order.id} order={order} href={`/orders/${order.id}`}>
              <p className="text-sm text-accent">{order.flag}</p>
            </OrderRow>
          ))}
        </ul>
      )}
    </>
  );
}
