import { Figure } from '#components/admin/figure.tsx';
import { StreamFigures } from '#components/admin/stream-figures.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { getRateReview } from '#lib/currency/get-rate-review.ts';
import { summarizeRates } from '#lib/domain/exchange/rate-review.ts';
import { describeCount } from '#lib/domain/sale/webhook-log.ts';
import { checkHealth } from '#lib/health/check-health.ts';
import { listHeartbeats } from '#lib/health/heartbeat.ts';
import { listVersions } from '#lib/health/list-versions.ts';
import { countReceivedEvents } from '#lib/orders/webhook-log/list-received-events.ts';
import { countDeadLetters } from '#lib/payments/dead-letters.ts';
import { streamState } from '#lib/payments/stream-state.ts';
import { adminMetadata } from '../admin-metadata.ts';
import { redisOrNull } from '../redis-or-null.ts';

export const generateMetadata = adminMetadata('System');

const PARTS = { database: 'Database', redis: 'Redis', worker: 'Worker' } as const;

/** The state of the machine: whether every service responds, events, stream, workers and versions. */
export default async function SystemPage() {
  await requireAdmin('/admin/system');
  const [health, counts, review, versions, stream] = await Promise.all([
    checkHealth(),
    countReceivedEvents(),
    getRateReview(),
    listVersions(),
    redisOrNull(Promise.all([streamState(), countDeadLetters(), listHeartbeats()])),
  ]);
  const [state, letters, workers] = stream ?? [null, 0, []];
  const rates = summarizeRates(review, new Date());
  return (
    <>
      <h1 className="mb-5 text-lg font-medium">System</h1>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-4 sm:gap-x-8">
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
      </dl>

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

      <h2 className="mt-14 mb-5 text-lg font-medium">Versions</h2>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-4 sm:gap-x-8">
        <Figure name="Node.js" value={versions.node} />
        <Figure name="PostgreSQL" value={versions.postgres} />
        <Figure name="Redis" value={versions.redis ?? 'Not known'} />
      </dl>
    </>
  );
}
