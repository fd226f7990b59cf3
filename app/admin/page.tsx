import { redirect } from 'next/navigation';
import { Figure } from '#components/admin/figure.tsx';
import { FlaggedOrder } from '#components/admin/flagged-order.tsx';
import { MissingBeforeLive } from '#components/admin/missing-before-live.tsx';
import { StreamFigures } from '#components/admin/stream-figures.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireModerator } from '#lib/auth/viewer.ts';
import { getRateReview } from '#lib/currency/get-rate-review.ts';
import { summarizeRates } from '#lib/domain/exchange/rate-review.ts';
import { describeCount } from '#lib/domain/sale/webhook-log.ts';
import { missingBeforeLive } from '#lib/domain/settings/readiness.ts';
import { senderParts } from '#lib/domain/shop-name.ts';
import { canModerate } from '#lib/domain/viewer.ts';
import { env, isLiveKey } from '#lib/env.ts';
import { checkHealth } from '#lib/health/check-health.ts';
import { listHeartbeats } from '#lib/health/heartbeat.ts';
import { summarizeHolds } from '#lib/orders/checkout/summarize-holds.ts';
import { listFlaggedOrders, ORDERS_PAGE_SIZE } from '#lib/orders/queries.ts';
import { countReceivedEvents } from '#lib/orders/webhook-log/list-received-events.ts';
import { countDeadLetters } from '#lib/payments/dead-letters.ts';
import { streamState } from '#lib/payments/stream-state.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { flaggedOrderAction } from './actions.ts';
import { adminMetadata } from './admin-metadata.ts';
import { redisOrNull } from './redis-or-null.ts';

export const generateMetadata = adminMetadata('Admin', canModerate);

const PARTS = { database: 'Database', redis: 'Redis', worker: 'Worker' } as const;
const RESULTS: Readonly<Record<string, string>> = {
  reject: 'The payment is being refunded, and the work is available again.',
  refund: 'The refund was requested. The worker retries it until it succeeds; the order’s page shows its state.',
  confirmed: 'Thank you. Nothing has been refunded yet: please press “Refund” again.',
  clear: 'Done. The order no longer needs attention.',
};

/** What the shop lacks before it can go live. */
function missing() {
  const { settings, pages } = knownShop();
  const { NEXTAUTH_URL, MAIL_FROM, STRIPE_SECRET_KEY } = env();
  return missingBeforeLive({
    ...{ ...settings, pages, name: settings.identity.name, origin: NEXTAUTH_URL },
    ...{ isLive: isLiveKey(STRIPE_SECRET_KEY), sender: senderParts(MAIL_FROM).address },
  });
}

/** The key of a network wider than one address begins with its size. */
function describeNetwork({ key, holds }: { key: string; holds: number }): string {
  const [hash = '', size] = key.split(' ').reverse();
  return `${size ? `a ${size} network` : 'the address'} ${hash.slice(0, 8)} (${holds})`;
}

type Props = { searchParams: Promise<{ said?: string; problem?: string }> };

/** The overview for admins: the health of every service, flagged orders, events and workers. */
export default async function AdminPage({ searchParams }: Props) {
  const viewer = await requireModerator('/admin');
  if (viewer.role !== 'ADMIN') redirect('/admin/works');
  const { said = '', problem } = await searchParams;
  const [health, flagged, counts, review, holds, stream] = await Promise.all([
    checkHealth(),
    listFlaggedOrders(),
    countReceivedEvents(),
    getRateReview(),
    summarizeHolds(),
    redisOrNull(Promise.all([streamState(), countDeadLetters(), listHeartbeats()])),
  ]);
  const [state, letters, workers] = stream ?? [null, 0, []];
  const rates = summarizeRates(review, new Date());
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">Overview</h1>
      <MissingBeforeLive missing={missing()} />
      <Notice>{problemMessage(problem)}</Notice>
      <Notice tone="done">{Object.hasOwn(RESULTS, said) && RESULTS[said]}</Notice>
      <dl className="mt-5 grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-4 sm:gap-x-8 lg:grid-cols-5">
        {Object.entries(PARTS).map(([part, name]) => {
          const works = health[part as keyof typeof PARTS] === 'ok';
          return <Figure key={part} name={name} value={works ? 'Working' : 'Not responding'} isAlarming={!works} />;
        })}
        <Figure name="Exchange rates" value={rates.value} href="/admin/rates" isAlarming={rates.isAlarming}>
          {rates.notes.map((note) => (
            <span key={note} className="block">
              {note}
            </span>
          ))}
        </Figure>
        <Figure name="Reserved works" value={String(holds.held)} isAlarming={holds.onSale !== null}>
          {holds.onSale !== null && `of ${holds.onSale} on sale`}
        </Figure>
      </dl>
      {holds.onSale !== null && (
        <p className="mt-6 max-w-2xl text-sm text-accent">
          Many works are reserved at the same time: somebody may be blocking the gallery.
          {holds.networks.length > 0 && ` Most are reserved from ${holds.networks.map(describeNetwork).join(', ')}.`}
        </p>
      )}

      <h2 className="mt-14 mb-5 text-lg font-medium">Needs attention</h2>
      {flagged.length === 0 ? (
        <p className="text-quiet">None.</p>
      ) : (
        <ul>
          {flagged.map((order) => (
            <FlaggedOrder key={order.id} order={order} action={flaggedOrderAction} />
          ))}
        </ul>
      )}
      {flagged.length === ORDERS_PAGE_SIZE && (
        <p className="mt-4 text-sm text-quiet">
          These are the newest {ORDERS_PAGE_SIZE}. The others appear once these are done.
        </p>
      )}

      <h2 className="mt-14 mb-5 text-lg font-medium">Events</h2>
      <dl className="grid grid-cols-3 gap-x-4 gap-y-6 sm:gap-x-8">
        <Figure
          name="Failed"
          value={describeCount(counts.failed)}
          href="/admin/events?outcome=failed"
          isAlarming={counts.failed.count > 0}
        />
        <Figure
          name="Flagged"
          value={describeCount(counts.withoutOrder)}
          href="/admin/events?outcome=flagged"
          isAlarming={counts.withoutOrder.count > 0}
        >
          without an order
        </Figure>
        <Figure name="Waiting" value={describeCount(counts.waiting)} href="/admin/events?outcome=waiting">
          for their payment
        </Figure>
      </dl>

      <h2 className="mt-14 mb-5 text-lg font-medium">Stream and workers</h2>
      {state ? (
        <StreamFigures state={state} deadLetters={letters} workers={workers} />
      ) : (
        <p className="text-quiet">Redis is not responding, so the stream and the workers are not known.</p>
      )}
    </>
  );
}
