import Link from 'next/link';
import { redirect } from 'next/navigation';
import { FlaggedOrder } from '#components/admin/flagged-order.tsx';
import { MissingBeforeLive } from '#components/admin/missing-before-live.tsx';
import { SalesChart } from '#components/admin/overview/sales-chart.tsx';
import { SalesTable } from '#components/admin/overview/sales-table.tsx';
import { WaitingList } from '#components/admin/overview/waiting-list.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireModerator } from '#lib/auth/viewer.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import { describeWaiting } from '#lib/domain/overview/waiting.ts';
import { missingBeforeLive } from '#lib/domain/settings/readiness.ts';
import { senderParts } from '#lib/domain/shop-name.ts';
import { canModerate } from '#lib/domain/viewer.ts';
import { env, isLiveKey } from '#lib/env.ts';
import { checkHealth } from '#lib/health/check-health.ts';
import { summarizeHolds } from '#lib/orders/checkout/summarize-holds.ts';
import { listFlaggedOrders, ORDERS_PAGE_SIZE } from '#lib/orders/queries.ts';
import { listWaiting } from '#lib/overview/list-waiting.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { orderAction } from './actions.ts';
import { adminMetadata } from './admin-metadata.ts';
import { CHART_DAYS, loadSales } from './load-sales.ts';
import { ORDER_RESULTS } from './order-results.ts';

export const generateMetadata = adminMetadata('Admin', canModerate);

/** What the shop lacks before it can go live. */
function missing() {
  const { settings, pages } = knownShop();
  const { NEXTAUTH_URL, MAIL_FROM, STRIPE_SECRET_KEY } = env();
  return missingBeforeLive({
    ...{ ...settings, pages, name: settings.identity.name, origin: NEXTAUTH_URL },
    ...{ isLive: isLiveKey(STRIPE_SECRET_KEY), sender: senderParts(MAIL_FROM).address },
  });
}

type Props = { searchParams: Promise<{ said?: string; problem?: string; days?: string }> };

/** The host's overview: what waits, what was sold, and orders that need attention. */
export default async function AdminPage({ searchParams }: Props) {
  const viewer = await requireModerator('/admin');
  if (viewer.role !== 'ADMIN') redirect('/admin/works');
  const { said = '', problem, days } = await searchParams;
  const now = new Date();
  const [sales, waiting, flagged, holds, health] = await Promise.all([
    loadSales(now, days === '90' ? 90 : 30),
    listWaiting(),
    listFlaggedOrders(),
    summarizeHolds(),
    checkHealth(),
  ]);
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">Overview</h1>
      <div className="mb-6 grid max-w-4xl gap-3 empty:hidden">
        <MissingBeforeLive missing={missing()} />
        <Notice>{problemMessage(problem)}</Notice>
        <Notice tone="done">{Object.hasOwn(ORDER_RESULTS, said) && ORDER_RESULTS[said]}</Notice>
      </div>

      <h2 className="mb-4 text-lg font-medium">What waits</h2>
      {health.status === 'failing' && (
        <p className="mb-4 text-accent">
          Part of the shop is not responding:{' '}
          <Link href="/admin/system" prefetch={false} className="underline underline-offset-4">
            see the system
          </Link>
          .
        </p>
      )}
      <WaitingList items={describeWaiting(waiting, now)} now={now} />
      <Holds holds={holds} />

      <h2 className="mt-14 mb-4 text-lg font-medium">Sales</h2>
      <SalesTable periods={sales.periods} />
      <p className="mt-3 max-w-prose text-sm text-quiet">
        Days are those of UTC. Works sold are those that were not refunded since.
        {sales.ratesOf && ` “≈”: converted to ${sales.currency} at the rates of ${formatDate(sales.ratesOf)}.`}
        {sales.unknown.length > 0 && ` There is no rate for ${sales.unknown.join(', ')}, which is not in that sum.`}
      </p>
      <div className="mt-10 mb-4 flex max-w-4xl flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h3 className="font-medium">Paid by buyers, by day</h3>
        <nav aria-label="Days of the chart" className="flex gap-4 text-sm">
          {CHART_DAYS.map((count) => (
            <Link
              key={count}
              href={count === 30 ? '/admin' : `/admin?days=${count}`}
              prefetch={false}
              scroll={false}
              aria-current={sales.days.length === count ? 'page' : undefined}
              className="text-quiet underline underline-offset-4 aria-[current]:text-ink"
            >
              {count} days
            </Link>
          ))}
        </nav>
      </div>
      <SalesChart days={sales.days} currency={sales.currency} />

      <h2 className="mt-14 mb-5 text-lg font-medium">Needs attention</h2>
      {flagged.length === 0 ? (
        <p className="text-quiet">None.</p>
      ) : (
        <ul>
          {flagged.map((order) => (
            <FlaggedOrder key={order.id} order={order} action={orderAction} />
          ))}
        </ul>
      )}
      {flagged.length === ORDERS_PAGE_SIZE && (
        <p className="mt-4 text-sm text-quiet">
          These are the newest {ORDERS_PAGE_SIZE}. The others appear once these are done.
        </p>
      )}
    </>
  );
}

/** The key of a network wider than one address begins with its size. */
function describeNetwork({ key, holds }: { key: string; holds: number }): string {
  const [hash = '', size] = key.split(' ').reverse();
  return `${size ? `a ${size} network` : 'the address'} ${hash.slice(0, 8)} (${holds})`;
}

function Holds({ holds: { held, onSale, networks } }: { holds: Awaited<ReturnType<typeof summarizeHolds>> }) {
  if (onSale === null) return <p className="mt-4 text-sm text-quiet">Reserved works: {held.toLocaleString('en')}.</p>;
  return (
    <p className="mt-4 max-w-2xl text-sm text-accent">
      Many works are reserved at the same time: {held.toLocaleString('en')} of {onSale.toLocaleString('en')} on sale.
      Somebody may be blocking the gallery.
      {networks.length > 0 && ` Most are reserved from ${networks.map(describeNetwork).join(', ')}.`}
    </p>
  );
}
